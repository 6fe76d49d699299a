/// One HTML file that needs nothing else: no script, no request, light and dark, fit for printing.
struct Page {
    /// HTML, as the other texts: what comes from outside has been made safe.
    let title: String
    /// Beside what all pages have.
    let style: String
    let body: String
    let footer: String

    var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>\(title) – rondo</title>
        <style>
        \(PageStyle.css)
        \(style)
        </style>
        </head>
        <body>
        <main>
        \(body)
        <footer>\(footer)</footer>
        </main>
        </body>
        </html>

        """
    }
}
