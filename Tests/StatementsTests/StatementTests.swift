import JSONText
import RecordTypes
import Statements
import Testing

private func code(_ text: String) -> StatementError.Code? {
    do throws(StatementError) {
        _ = try Statement(reading: Array(text.utf8), subject: StatementSamples.subject)
        return nil
    } catch {
        return error.code
    }
}

@Suite("Statements")
struct StatementTests {
    @Test("what is written reads back as it was, and its bytes are canonical")
    func roundTrip() throws {
        #expect(StatementSamples.all.count == 85)
        for statement in StatementSamples.all {
            let again = try Statement(reading: statement.bytes, subject: statement.subject)
            #expect(again == statement)
            #expect(again.bytes == statement.bytes)
            #expect(again.entryKind == statement.entryKind)
            #expect(try JSONValue(parsing: statement.bytes).canonicalBytes == statement.bytes)
        }
    }

    @Test("whoever gets a statement to verify a receipt does not learn the subject's ledger identity")
    func subjectStaysInTheEnvelope() throws {
        let identity = Hex.text(try #require(StatementSamples.subject).bytes)
        for statement in StatementSamples.all {
            #expect(!String(decoding: statement.bytes, as: UTF8.self).contains(identity))
        }
    }

    @Test("a record or a consent under an entry that concerns nobody is refused")
    func withoutSubject() {
        for statement in StatementSamples.all {
            switch statement {
            case .record, .consent, .identityBinding, .mandate, .preferences, .inquiry, .inquiryAnswer:
                #expect(throws: StatementError(.missingSubject)) {
                    try Statement(reading: statement.bytes, subject: nil)
                }
            case .access, .oversight, .hiding, .administration:
                #expect((try? Statement(reading: statement.bytes, subject: nil))?.bytes == statement.bytes)
            }
        }
    }

    @Test("the bytes of a statement never change: commitments in the log depend on them")
    func golden() {
        #expect(
            Statement.administration("started", detail: "test").bytes
                == Array(#"{"detail":"test","kind":"administration","v":1,"what":"started"}"#.utf8))
    }

    @Test(
        "what is not exactly a statement is refused",
        arguments: [
            ("", .notJSON), ("{", .notJSON), (#"{"v":1,"v":1}"#, .notJSON), ("[]", .invalidValue),
            (#"{"v": 1}"#, .notCanonical), (#"{"kind":"administration","detail":"","v":1,"what":""}"#, .notCanonical),
            (#"{"detail":"","kind":"administration","v":1.0,"what":""}"#, .notCanonical),
            (#"{}"#, .missingMember), (#"{"v":2}"#, .unknownVersion), (#"{"v":"1"}"#, .invalidValue),
            (#"{"kind":"wish","v":1}"#, .unknownKind), (#"{"v":1}"#, .missingMember),
            (#"{"detail":"","kind":"administration","v":1}"#, .missingMember),
            (#"{"detail":1,"kind":"administration","v":1,"what":""}"#, .invalidValue),
            (#"{"detail":"","kind":"administration","more":1,"v":1,"what":""}"#, .unknownMember),
            (#"{"kind":"consent","restriction":{},"v":1}"#, .missingMember),
        ] as [(String, StatementError.Code)])
    func refusals(_ text: String, _ expected: StatementError.Code) {
        #expect(code(text) == expected)
    }

    @Test("an unknown member, a wrong type and a wrong spelling are refused at every depth")
    func everyMemberCounts() throws {
        for statement in StatementSamples.all.prefix(12) {
            let json = try JSONValue(parsing: statement.bytes)
            for changed in json.variants() {
                let bytes = changed.canonicalBytes
                guard let read = try? Statement(reading: bytes, subject: statement.subject) else { continue }
                // What is still read means something else, and says so in other bytes.
                #expect(read.bytes == bytes)
                #expect(read != statement)
            }
            #expect(
                json.withMemberAdded().allSatisfy {
                    (try? Statement(reading: $0.canonicalBytes, subject: statement.subject)) == nil
                })
        }
    }

    @Test("nothing in a statement is the subject's ledger identity, and records and consents need one")
    func subjectStaysOutside() throws {
        let subject = try #require(StatementSamples.subject)
        for statement in StatementSamples.all {
            #expect(!String(decoding: statement.bytes, as: UTF8.self).contains(Hex.text(subject.bytes)))
            guard statement.entryKind == .record || statement.entryKind == .consent else { continue }
            #expect(throws: StatementError(.missingSubject)) { try Statement(reading: statement.bytes, subject: nil) }
        }
    }

    @Test("an error names the place and quotes nothing")
    func description() {
        let text = #"{"kind":"consent","restriction":{"audience":{"institution":"secret"}},"v":1}"#
        do throws(StatementError) {
            _ = try Statement(reading: Array(text.utf8), subject: StatementSamples.subject)
            Issue.record("it was read")
        } catch {
            #expect(!error.description.contains("secret"))
        }
    }
}

extension JSONValue {
    /// The value with each scalar replaced, one at a time, and each member left out.
    fileprivate func variants() -> [JSONValue] {
        switch self {
        case .object(let members):
            var all: [JSONValue] = []
            for position in members.indices {
                var changed = members
                changed.remove(at: position)
                all.append(.object(changed))
                for value in members[position].value.variants() {
                    changed = members
                    changed[position] = JSONMember(key: members[position].key, value: value)
                    all.append(.object(changed))
                }
            }
            return all
        case .array(let values): return [.array(values + [.null]), .array(values + [.string("x")])]
        case .string(let text): return [.string(text + "!"), .string(text.uppercased() + " "), .number("1"), .null]
        case .number(let text): return [.string(text), .number("-1"), .number("0.5")]
        case .bool, .null: return [.string("true")]
        }
    }

    /// The value with an unknown member in each object, one at a time.
    fileprivate func withMemberAdded() -> [JSONValue] {
        switch self {
        case .object(let members):
            var all: [JSONValue] = [.object(members + [JSONMember(key: "zzz", value: .null)])]
            for position in members.indices {
                for value in members[position].value.withMemberAdded() {
                    var changed = members
                    changed[position] = JSONMember(key: members[position].key, value: value)
                    all.append(.object(changed))
                }
            }
            return all
        case .array, .string, .number, .bool, .null: return []
        }
    }
}
