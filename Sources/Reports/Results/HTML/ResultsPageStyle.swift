/// What the page of results adds to how every page looks.
enum ResultsPageStyle {
    static let css = """
        :root {
          --warn: #b35c00; --skip: #868e96;
          --dns: #9775fa; --connect: #4dabf7; --tls: #20c997; --wait: #fab005; --transfer: #748ffc;
          --want: #ebfbee; --got: #fff0f0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --warn: #ffa94d; --skip: #868e96; --want: #16301c; --got: #3a1c1e;
          }
        }
        .only { margin-left: 14px; cursor: pointer; color: var(--ink); }
        main:has(#only:checked) .test.passed, main:has(#only:checked) .test.skipped { display: none; }
        h2 { display: flex; gap: 10px; align-items: center; margin: 0; font-size: 17px; }
        h3 { margin: 18px 0 6px; font-size: 14px; } .body > h3:first-child { margin-top: 4px; }
        h4 { margin: 14px 0 4px; color: var(--faint); font-size: 12px; font-weight: 600; }
        .facts { margin: 2px 0 12px; color: var(--faint); font-size: 13px; }
        .tiles .warn b { color: var(--warn); }
        .row { display: grid; grid-template-columns: 18px minmax(0, 2fr) minmax(0, 1.1fr) minmax(0, 2fr) 72px;
          gap: 12px; align-items: center; padding: 8px 6px; list-style: none; }
        summary.row { cursor: pointer; } summary.row:hover { background: var(--hover); }
        summary::-webkit-details-marker { display: none; }
        .test { border-top: 1px solid var(--line); }
        .mark { text-align: center; color: var(--skip); }
        .passed > .row > .mark { color: var(--good); } .flaky > .row > .mark { color: var(--warn); }
        .failed > .row > .mark, .errored > .row > .mark, .timedOut > .row > .mark { color: var(--bad); }
        .name { font-weight: 500; overflow-wrap: anywhere; }
        .note { color: var(--faint); font-size: 13px; overflow-wrap: anywhere; }
        .failed > .row > .note, .errored > .row > .note, .timedOut > .row > .note { color: var(--bad); }
        .flaky > .row > .note { color: var(--warn); }
        .took { text-align: right; color: var(--faint); font-size: 13px; font-variant-numeric: tabular-nums; }
        .track { position: relative; height: 10px; border-radius: 3px; background: var(--hover); }
        .track i { position: absolute; top: 0; bottom: 0; border-radius: 3px; background: var(--skip); }
        .track .passed { background: var(--good); }
        .track .failed, .track .errored, .track .timedOut { background: var(--bad); }
        .body { padding: 2px 6px 16px 36px; }
        .message { margin: 4px 0; overflow-wrap: anywhere; }
        .request { margin: 4px 0; overflow-wrap: anywhere; } .trace { margin: 4px 0 0; color: var(--faint); font-size: 13px; }
        .phases { display: flex; height: 10px; margin: 8px 0 4px; border-radius: 3px; overflow: hidden;
          background: var(--hover); }
        .dns { background: var(--dns); } .connect { background: var(--connect); } .tls { background: var(--tls); }
        .wait { background: var(--wait); } .transfer { background: var(--transfer); }
        .legend { margin: 0 0 8px; color: var(--faint); font-size: 13px; }
        .legend span { margin-right: 16px; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .legend i { display: inline-block; width: 12px; height: 9px; margin-right: 5px; border-radius: 2px; }
        code { overflow-wrap: anywhere; }
        pre { margin: 4px 0; padding: 10px 12px; border-radius: 6px; background: var(--hover); white-space: pre-wrap;
          overflow-wrap: anywhere; max-height: 480px; overflow-y: auto; }
        td[colspan] { padding-right: 0; }
        .diff span { display: inline-block; width: 100%; }
        .want { background: var(--want); } .got { background: var(--got); }
        td .want, td .got { padding: 1px 5px; border-radius: 4px; }
        .steps { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 6px; }
        .steps li + li { border-top: 1px solid var(--line); }
        .steps .row { grid-template-columns: minmax(0, 1fr) minmax(0, 2fr) 76px minmax(0, 1.2fr) 72px;
          padding: 6px 10px; }
        .steps .body { padding: 0 10px 12px; }
        .steps .place { color: var(--faint); font-size: 13px; }
        .steps .failed .note, .steps .errored .note, .steps .timedOut .note { color: var(--bad); }
        .chip { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 9px;
          color: var(--skip); font-size: 12px; font-weight: 500; line-height: 18px; }
        .chip.passed { color: var(--good); }
        .chip.failed, .chip.errored, .chip.timedOut, .chip.high, .chip.critical { color: var(--bad); }
        .chip.medium { color: var(--warn); } .chip.low { color: var(--connect); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0; font-size: 14px; }
        dt { color: var(--faint); } dd { margin: 0; } dd ul { margin: 0; padding: 0; list-style: none; }
        dd small { color: var(--faint); }
        .meter { display: inline-block; width: 120px; height: 8px; margin-right: 10px; border-radius: 3px;
          background: var(--hover); overflow: hidden; }
        .meter i { display: block; height: 100%; background: var(--good); }
        @media (max-width: 720px) {
          .row { grid-template-columns: 18px 1fr 72px; } .row .note { grid-column: 2; } .row .track { grid-column: 2; }
          .steps .row { grid-template-columns: 1fr 72px; } .steps .row .track, .steps .row .note { grid-column: 1; }
          .body { padding-left: 12px; }
        }
        @media print { .test, .tiles li { break-inside: avoid; } .only { display: none; } pre { max-height: none; } }
        """
}
