import FHIR
import JSONText
import Testing

@Suite("R4 resources")
struct RoundTripTests {
    @Test("a resource with every element is written byte for byte as it was read", arguments: Fixtures.resourceTypes)
    func roundTrip(_ resourceType: String) throws {
        let lines = try Fixtures.lines(resourceType)
        #expect(!lines.isEmpty)
        for line in lines {
            let resource = try AnyResource(reading: JSONValue(parsing: line))
            #expect(resource.resourceType == resourceType)
            if case .other = resource { Issue.record("\(resourceType) has no type of its own") }
            var json = JSONWriter()
            resource.write(to: &json)
            #expect(String(decoding: json.bytes, as: UTF8.self) == String(decoding: line, as: UTF8.self))
        }
    }

    @Test("an element R4 does not have is refused at its path, wherever it stands", arguments: Fixtures.resourceTypes)
    func unknownElements(_ resourceType: String) throws {
        for line in try Fixtures.lines(resourceType).prefix(2) {
            for (path, changed) in try JSONValue(parsing: line).withMemberAddedEverywhere() {
                #expect(throws: FHIRError(.unknownElement, at: path)) { try AnyResource(reading: changed) }
            }
        }
    }

    @Test(
        "a member that is null, empty or of another kind is refused; one that is left out is missing or optional",
        arguments: Fixtures.resourceTypes)
    func wrongKinds(_ resourceType: String) throws {
        let whole = try JSONValue(parsing: Fixtures.lines(resourceType)[0])
        let members = try #require(whole.objectValue)
        for position in members.indices where members[position].key != "resourceType" {
            for wrong in [JSONValue.null, .object([]), .array([]), .string(""), .array([.null])] {
                var changed = members
                changed[position] = JSONMember(key: members[position].key, value: wrong)
                #expect(throws: FHIRError.self) { try AnyResource(reading: .object(changed)) }
            }
            var changed = members
            changed.remove(at: position)
            do throws(FHIRError) {
                _ = try AnyResource(reading: .object(changed))
            } catch {
                #expect(error.code == .missingElement)
            }
        }
    }

    @Test(
        "mutated resources never trap; what is still read is written so that it reads back",
        arguments: [13, 17] as [UInt64])
    func mutations(_ seed: UInt64) throws {
        var state = seed
        func random(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        for resourceType in Fixtures.resourceTypes {
            let line = try Fixtures.lines(resourceType)[0]
            for _ in 0..<25 {
                var bytes = line
                for _ in 0...random(below: 2) { bytes[random(below: bytes.count)] = UInt8(32 + random(below: 95)) }
                guard let json = try? JSONValue(parsing: bytes), let resource = try? AnyResource(reading: json) else {
                    continue
                }
                var first = JSONWriter()
                resource.write(to: &first)
                #expect(try AnyResource(reading: JSONValue(parsing: first.bytes)) == resource)
            }
        }
    }
}

extension JSONValue {
    /// Each object inside, once with a member that no FHIR type has, and the path of that member.
    fileprivate func withMemberAddedEverywhere() -> [(path: String, changed: JSONValue)] {
        switch self {
        case .object(let members):
            var all = [("x-unknown", JSONValue.object(members + [JSONMember(key: "x-unknown", value: .bool(true))]))]
            for position in members.indices {
                let key = members[position].key
                for (path, value) in members[position].value.withMemberAddedEverywhere() {
                    var changed = members
                    changed[position] = JSONMember(key: key, value: value)
                    all.append((path.hasPrefix("[") ? key + path : "\(key).\(path)", .object(changed)))
                }
            }
            return all
        case .array(let values):
            return values.indices.flatMap { position in
                values[position].withMemberAddedEverywhere().map { path, value in
                    var changed = values
                    changed[position] = value
                    return ("[\(position)].\(path)", .array(changed))
                }
            }
        case .string, .number, .bool, .null: return []
        }
    }
}
