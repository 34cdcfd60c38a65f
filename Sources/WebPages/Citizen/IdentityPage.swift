import MarkupText
public import RecordTypes

/// One entry about a person's identity, as a page shows it.
public struct IdentityLine: Hashable, Sendable {
    public enum What: Hashable, Sendable {
        case certificate(fingerprint: String, profile: String, assurance: String?)
        /// - Parameter isSigned: whether the entry holds two officials' signatures.
        case link(former: String, current: String, basis: String, isSigned: Bool)
    }

    let time: Instant
    let position: UInt64
    let epoch: Int
    let isAnchored: Bool
    let what: What

    public init(time: Instant, position: UInt64, epoch: Int, isAnchored: Bool, what: What) {
        self.time = time
        self.position = position
        self.epoch = epoch
        self.isAnchored = isAnchored
        self.what = what
    }
}

/// Which certificates and numbers have been bound to a person's identity on the ledger, and the file to check that with.
public struct IdentityPage: Page {
    let visitor: Visitor
    let lines: [IdentityLine]

    public init(visitor: Visitor, lines: [IdentityLine]) {
        self.visitor = visitor
        self.lines = lines
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.identity
        return PageFrame(words: words, audience: .citizen, place: "/identity", title: texts.title, visitor: visitor)
            .page {
                tag("h1", text: texts.title)
                tag("p", .class("lead"), text: texts.lead)
                if lines.isEmpty { tag("p", .class("notice"), text: texts.none) }
                for line in lines { card(line, words) }
                tag("h2", text: texts.check)
                tag("p", text: texts.checkText)
                tag("p") { tag("a", .href("/identity.json"), text: texts.download) }
                tag("pre", Attribute("tabindex", "0"), text: "ankur verify identity.json --vkey KEY")
            }
    }

    private func card(_ line: IdentityLine, _ words: Words) -> Markup {
        let texts = words.identity
        var rows: [(String, Markup)] = [
            (texts.position, tag("span", .class("number"), text: String(line.position))),
            (texts.epoch, .text(String(line.epoch))),
            (texts.state, .text(line.isAnchored ? texts.anchored : texts.waiting)),
        ]
        let title: String
        switch line.what {
        case .certificate(let fingerprint, let profile, let assurance):
            title = texts.certificate
            rows.insert((texts.fingerprint, tag("code", text: fingerprint)), at: 0)
            rows.insert((texts.profile, .text(profile)), at: 1)
            if let assurance { rows.insert((texts.assurance, .text(assurance)), at: 2) }
        case .link(let former, let current, let basis, let isSigned):
            title = texts.link
            rows.insert((texts.former, .text(former)), at: 0)
            rows.insert((texts.current, .text(current)), at: 1)
            rows.insert((texts.basis, .text(basis)), at: 2)
            if isSigned { rows.insert((texts.signatures, .text(texts.signed)), at: 3) }
        }
        return tag("section", .class("card")) {
            tag("h2", text: title)
            tag("p", .class("quiet")) { words.time(line.time, text: words.moment(line.time)) }
            facts(rows)
        }
    }
}
