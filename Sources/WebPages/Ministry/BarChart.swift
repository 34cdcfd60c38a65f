import MarkupText

/// A bar chart that the server draws: SVG with its numbers as text, so that it reads without colour and without a picture.
struct BarChart {
    struct Bar {
        let label: String
        /// Nil: there are some, but fewer than can be shown.
        let count: Int?

        init(_ label: String, _ count: Int?) {
            self.label = label
            self.count = count
        }
    }

    let title: String
    let bars: [Bar]
    let words: Words

    private static let width = 640
    private static let row = 46
    private static let top = 6

    /// In a page, with its caption.
    var figure: Markup {
        tag("figure", .class("chart card")) {
            tag("figcaption", text: title)
            if bars.isEmpty { tag("p", .class("quiet"), text: "–") } else { svg(alone: false) }
        }
    }

    /// - Parameter alone: as a file of its own, with its title, colours and name space.
    func svg(alone: Bool) -> Markup {
        let head = alone ? 40 : 0
        let height = Self.top + head + bars.count * Self.row
        var attributes = [
            Attribute("viewBox", "0 0 \(Self.width) \(height)"), .role("img"),
            Attribute("aria-label", "\(title): \(spoken)"),
        ]
        if alone {
            attributes += [
                Attribute("xmlns", "http://www.w3.org/2000/svg"), Attribute("width", String(Self.width)),
                Attribute("height", String(height)), Attribute("font-family", "sans-serif"),
                Attribute("font-size", "17"),
            ]
        }
        let most = max(bars.compactMap(\.count).max() ?? 1, 1)
        var children: [Markup] = []
        if alone {
            children.append(
                tag("text", Attribute("x", "0"), Attribute("y", "26"), Attribute("font-weight", "bold"), text: title))
        }
        for (place, bar) in bars.enumerated() {
            let y = Self.top + head + place * Self.row
            children += self.bar(bar, at: y, most: most, alone: alone)
        }
        return .element(name: "svg", attributes: attributes, children: children)
    }

    private var spoken: String {
        bars.map { "\($0.label) \($0.count.map(String.init) ?? words.oversight.suppressed)" }.joined(separator: ", ")
    }

    private func bar(_ bar: Bar, at y: Int, most: Int, alone: Bool) -> [Markup] {
        let full = Self.width
        let length = bar.count.map { max($0 * full / most, $0 > 0 ? 4 : 0) } ?? 0
        func shape(_ name: String, _ fill: String, _ width: Int) -> Markup {
            var attributes = [
                Attribute("x", "0"), Attribute("y", String(y + 24)), Attribute("width", String(width)),
                Attribute("height", "12"), Attribute("rx", "6"), .class(name),
            ]
            if alone { attributes.append(Attribute("fill", fill)) }
            return .element(name: "rect", attributes: attributes, children: [])
        }
        return [
            tag("text", Attribute("x", "0"), Attribute("y", String(y + 16)), .class("chart-label"), text: bar.label),
            tag(
                "text", Attribute("x", String(full)), Attribute("y", String(y + 16)), Attribute("text-anchor", "end"),
                .class("chart-count"), text: bar.count.map(String.init) ?? words.oversight.suppressedText),
            shape("chart-track", "#e2eff1", full), shape("chart-bar", "#0b5563", length),
        ]
    }
}

/// A chart as a file of its own.
public struct ChartFile: Sendable {
    let chart: BarChart

    /// - Parameter bars: labels with their counts; nil for those that cannot be shown.
    public init(title: String, bars: [(label: String, count: Int?)], words: Words) {
        chart = BarChart(title: title, bars: bars.map { BarChart.Bar($0.label, $0.count) }, words: words)
    }

    /// SVG 1.1.
    public var bytes: [UInt8] { PageWriter.fragment(chart.svg(alone: true)) }
}
