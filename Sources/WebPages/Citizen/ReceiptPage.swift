import MarkupText
public import RecordTypes

/// The proof of one record: how far it has come into the log, and what to hand to anyone who wants to check.
public struct ReceiptPage: Page {
    /// How far a record has come.
    public enum Stage: Int, Hashable, Sendable, Comparable {
        case stored
        case sequenced
        case anchored

        public static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
    }

    let visitor: Visitor
    let record: RecordID
    let stage: Stage
    let position: UInt64?
    /// The statement that the entry commits to, as it is written.
    let statement: String
    /// The C2SP tlog-proof, once there is one.
    let proof: String?
    /// The entry as it stands in the log, in hexadecimal.
    let entry: String?

    public init(
        visitor: Visitor, record: RecordID, stage: Stage, position: UInt64?, statement: String, proof: String?,
        entry: String?
    ) {
        self.visitor = visitor
        self.record = record
        self.stage = stage
        self.position = position
        self.statement = statement
        self.proof = proof
        self.entry = entry
    }

    public func markup(in words: Words) -> Markup {
        let texts = words.receipt
        return PageFrame(words: words, audience: .citizen, place: nil, title: texts.title, visitor: visitor).page {
            tag("p", .class("small")) { tag("a", .href("/records/\(record)"), text: "← \(words.records.open)") }
            tag("h1", text: texts.title)
            tag("p", .class("lead"), text: texts.lead)
            tag("ol", .class("steps"), .role("list")) {
                step(.stored, texts.stored, texts.storedText, words)
                step(.sequenced, texts.sequenced, texts.sequencedText, words)
                step(.anchored, texts.anchored, texts.anchoredText, words)
            }
            if let position { facts([(texts.position, tag("span", .class("number"), text: String(position)))]) }
            if let proof {
                tag("h2", text: texts.proof)
                tag("p", text: texts.proofText)
                tag("pre", Attribute("tabindex", "0"), Attribute("aria-label", texts.proof), text: proof)
                if let entry {
                    tag("h2", text: texts.entry)
                    tag("pre", Attribute("tabindex", "0"), Attribute("aria-label", texts.entry), text: entry)
                }
                tag("p") { tag("a", .href("/records/\(record)/receipt.json"), text: texts.download) }
                tag("p") { tag("a", .href("/records/\(record)/evidence.zip"), text: texts.evidence) }
                tag("h2", text: texts.how)
                tag("p", text: texts.howSteps)
            } else {
                tag("p", .class("notice"), text: texts.notYet)
            }
            tag("h2", text: texts.statement)
            tag("pre", Attribute("tabindex", "0"), Attribute("aria-label", texts.statement), text: statement)
        }
    }

    private func step(_ step: Stage, _ name: String, _ text: String, _ words: Words) -> Markup {
        let done = stage >= step
        return tag("li", .class(done ? "done" : "waiting")) {
            tag("strong", text: name)
            tag("span", .class("quiet"), text: "\(text) · \(done ? words.receipt.done : words.receipt.waiting)")
        }
    }
}
