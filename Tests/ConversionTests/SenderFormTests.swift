import Conversion
import JSONText
import Profiles
import RecordTypes
import Testing

/// What the profiles know of a sender whose messages do not say what they mean.
@Suite("HL7 v2: senders with a form of their own")
struct SenderFormTests {
    private static func quirks(_ lines: String...) -> (path: String, lines: [String]) {
        ("national/xx/senders.yaml", ["senders:", "  - id: odd-laboratory", "    senders: 'ODDLAB'"] + lines)
    }

    private func outcome(_ message: [UInt8], _ quirks: (path: String, lines: [String])?) throws -> ConversionOutcome {
        try ProfileExampleTests.with(quirks.map { [$0] } ?? []) { folder in
            Converter(profiles: try ProfileSet(directory: folder)).convert(hl7v2: message)
        }
    }

    private static let odd = HL7v2Messages.oru { $0.replacing("NTREE-10000001", with: "ODDLAB") }

    @Test("MSH-2 is read as the sender means it, and said so")
    func delimiters() throws {
        // The message says ~ for repetitions, and means #.
        let text = String(decoding: Self.odd, as: UTF8.self).replacing("Tamm^Jaan", with: "Tamm^Jaan#Tamm^Juhan~Jaak")
        let plain = try outcome(Array(text.utf8), nil)
        let meant = try outcome(Array(text.utf8), Self.quirks("    delimiters: '^#\\&'"))
        func names(_ outcome: ConversionOutcome) throws -> Int? {
            try outcome.resources("Patient").first?["name"]?.arrayValue?.count
        }
        #expect(try names(meant) == 2)
        #expect(try names(plain) == 2)
        #expect(meant.issues.contains { $0.code == "hl7-sender-delimiters" })
        #expect(!plain.issues.contains { $0.code == "hl7-sender-delimiters" })
        let given = try meant.resources("Patient").first?["name"]?.arrayValue?.last?["given"]?.arrayValue
        #expect(given == [.string("Juhan~Jaak")])
    }

    @Test("a frame without its end is read for a sender of whom that is known, and refused of any other")
    func framing() throws {
        let frame = [0x0B] + Self.odd
        #expect(try outcome(frame, nil).refusals == ["hl7-unfinished-frame"])
        let relaxed = try outcome(frame, Self.quirks("    framing: relaxed"))
        #expect(relaxed.refusals.isEmpty && relaxed.parts != nil)
        #expect(relaxed.issues.contains { $0.code == "hl7-sender-framing" })
        let noise = [0x0B] + Self.odd + [0x1C, 0x0D, 0x00, 0x41]
        #expect(try outcome(noise, Self.quirks("    framing: relaxed")).refusals.isEmpty)
    }

    @Test("a whole frame and usual delimiters are read alike, and without a word")
    func usual() throws {
        let frame = [0x0B] + Self.odd + [0x1C, 0x0D]
        let known = try outcome(frame, Self.quirks("    framing: relaxed", "    delimiters: '^~\\&'"))
        #expect(known.refusals.isEmpty && !known.issues.contains { $0.code.hasPrefix("hl7-sender-") })
    }

    @Test("both readings of a header follow the same form")
    func headers() throws {
        let frame = [0x0B] + Self.odd
        try ProfileExampleTests.with([Self.quirks("    framing: relaxed")]) { folder in
            let converter = Converter(profiles: try ProfileSet(directory: folder))
            let outcome = converter.convert(hl7v2: frame)
            #expect(converter.header(hl7v2: frame).patients == outcome.header.patients)
            #expect(!outcome.header.patients.isEmpty)
        }
    }
}
