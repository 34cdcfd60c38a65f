import DemoDocuments

/// A discharge summary of about 50 kB, with another identifier each time.
struct BenchDocument: Sendable {
    private let head: [UInt8]
    private let tail: [UInt8]

    /// - Parameter custodian: registration number that replaces the one in the demonstration's document.
    init(custodian: String, size: Int = 50_000) {
        var text = String(
            decoding: DemoDocument.epikriis,
            as: UTF8.self)
        text = text.split(separator: "90000015", omittingEmptySubsequences: false).joined(separator: custodian)
        let course = "<paragraph>Patsient saabus"
        let filler =
            "<paragraph>Jälgimispäeviku rida: enesetunne hea, kaebusi ei ole, ravi jätkub muutusteta.</paragraph>\n"
        let missing = max(0, size - text.utf8.count) / filler.utf8.count
        text = text.split(separator: course, omittingEmptySubsequences: false)
            .joined(separator: String(repeating: filler, count: missing) + course)
        let marker = "HJ-2026-0417.1"
        let pieces = text.split(separator: marker, maxSplits: 1, omittingEmptySubsequences: false)
        head = Array((pieces.first ?? "").utf8)
        tail = Array((pieces.dropFirst().first ?? "").utf8)
    }

    /// The document under an identifier of its own.
    func numbered(_ number: Int, run: String) -> [UInt8] { head + Array("B-\(run)-\(number)".utf8) + tail }
}
