/// How every page looks, on light and dark screens and on paper; a page's own rules come after these.
enum PageStyle {
    static let css = """
        :root {
          --paper: #fbfbfa; --card: #ffffff; --ink: #1d2126; --faint: #667079; --line: #e3e6e8; --hover: #f3f5f6;
          --good: #2b8a3e; --bad: #c92a2a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14171a; --card: #1b1f23; --ink: #e6e9eb; --faint: #98a2ab; --line: #2e3439; --hover: #23282d;
            --good: #51cf66; --bad: #ff6b6b;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 32px; }
        h1 { margin: 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
        h1.bad { color: var(--bad); } h1.good { color: var(--good); }
        header p { margin: 6px 0 0; color: var(--faint); }
        section { margin-top: 28px; padding: 20px; border: 1px solid var(--line); border-radius: 10px;
          background: var(--card); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px;
          margin: 24px 0 0; padding: 0; list-style: none; }
        .tiles li { padding: 14px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
        .tiles b { display: block; font-size: 26px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tiles span { color: var(--faint); font-size: 13px; }
        .tiles .bad b { color: var(--bad); } .tiles .good b { color: var(--good); }
        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 14px; }
        th { padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); color: var(--faint); font-size: 12px;
          font-weight: 600; text-align: left; white-space: nowrap; }
        td { padding: 7px 16px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        tr:last-child td { border-bottom: 0; }
        td small { display: block; margin-top: 2px; color: var(--faint); font-size: 12px; }
        code, pre { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        footer { margin-top: 24px; color: var(--faint); font-size: 13px; }
        @media print { body { background: none; } main { max-width: none; padding: 0; } }
        """
}
