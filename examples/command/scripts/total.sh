#!/bin/sh
# Adds up the second column of a price list and leaves a report.
set -eu
total=0
while IFS=, read -r name price; do
    total=$((total + price))
done <"$1"
mkdir -p report
echo "$total" >report/total.txt
cp "$1" report/
echo "total $total $CURRENCY"
