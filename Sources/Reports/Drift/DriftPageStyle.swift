/// What the drift page adds to how every page looks.
enum DriftPageStyle {
    static let css = """
        :root {
          --open: #d9480f; --healed: #2b8a3e; --gone: #868e96; --committed: #1c7ed6; --acted: #1d2126;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --open: #ff922b; --healed: #51cf66; --gone: #868e96; --committed: #4dabf7; --acted: #e6e9eb;
          }
        }
        .tiles { grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
        h1.bad { color: var(--open); } h1.good { color: var(--healed); }
        h2 { margin: 0 0 12px; font-size: 17px; }
        h2 small { margin-left: 4px; padding: 1px 8px; border-radius: 9px; background: var(--hover); color: var(--faint);
          font-size: 12px; font-weight: 600; }
        .tiles .bad b { color: var(--open); } .tiles .good b { color: var(--healed); }
        td { padding: 9px 16px 9px 0; }
        td time, td:nth-child(7) { white-space: nowrap; font-variant-numeric: tabular-nums; }
        td small { white-space: nowrap; }
        code { overflow-wrap: break-word; }
        td code { display: inline-block; max-width: 260px; }
        .none { color: var(--faint); white-space: nowrap; }
        .nothing, .note { margin: 0; color: var(--faint); }
        .note { margin-top: 12px; }
        .chip { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 9px;
          font-size: 12px; line-height: 18px; }
        .chip.open { color: var(--open); } .chip.healed { color: var(--healed); }
        .chip.gone { color: var(--gone); } .chip.committed { color: var(--committed); }
        .legend { margin: -4px 0 8px; color: var(--faint); font-size: 13px; }
        .legend span { margin-right: 18px; white-space: nowrap; }
        .legend i { display: inline-block; width: 18px; height: 10px; margin-right: 6px; border-radius: 3px; }
        .legend .open { background: var(--open); } .legend .healed { background: var(--healed); }
        .legend .gone { background: var(--gone); } .legend .committed { background: var(--committed); }
        .legend .acted { width: 2px; height: 14px; border-radius: 0; background: var(--acted); vertical-align: -2px; }
        .timeline { display: block; min-width: 760px; width: 100%; height: auto; }
        .timeline text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans",
          sans-serif; }
        .timeline .field, .timeline .tick { fill: var(--faint); font-size: 11.5px; }
        .timeline .grid { stroke: var(--line); } .timeline .now { stroke: var(--faint); stroke-dasharray: 3 3; }
        .timeline .row { fill: transparent; } .timeline g:hover .row { fill: var(--hover); }
        .timeline .open { fill: var(--open); } .timeline .healed { fill: var(--healed); }
        .timeline .gone { fill: var(--gone); } .timeline .committed { fill: var(--committed); }
        .timeline .acted { stroke: var(--acted); stroke-width: 2; }
        @media print { section { break-inside: avoid; } }
        """
}
