import FHIR
import JSONText
import Testing
import XMLReader

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("R4 resources as XML")
struct XMLFormTests {
    @Test("a resource with every element is read back from its XML as it was", arguments: Fixtures.resourceTypes)
    func roundTrip(_ resourceType: String) throws {
        for line in try Fixtures.lines(resourceType) { try check(line) }
    }

    @Test("the golden Bundles are read back from their XML as they were", arguments: ["cda", "hl7v2"])
    func goldenBundles(_ folder: String) throws {
        let bundles = try Self.goldens(folder)
        #expect(bundles.count >= 20)
        for bundle in bundles { try check(bundle) }
    }

    private func check(_ bytes: [UInt8]) throws {
        let json = try JSONValue(parsing: bytes)
        let xml = try XMLForm.bytes(of: json)
        let root = try XMLDocument.reading(xml).root
        #expect(root.namespace == "http://hl7.org/fhir")
        #expect(XMLTwin(source: xml).resource(root, like: json) == json)
    }

    @Test("primitives, extensions of primitives, ids and narrative stand where R4 puts them")
    func forms() throws {
        let json = """
            {"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>A &amp; B</p></div>"},\
            "extension":[{"url":"http://x.example","valueBoolean":true}],"active":true,"name":[{"id":"n","family":"O\\"<&","given":["A",null],\
            "_given":[null,{"extension":[{"url":"http://y.example","valueCode":"unknown"}]}]}],"_birthDate":{"extension":[{"url":"http://z.example","valueString":"?"}]}}
            """
        let xml = String(decoding: try XMLForm.bytes(of: JSONValue(parsing: Array(json.utf8))), as: UTF8.self)
        let expected =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Patient xmlns=\"http://hl7.org/fhir\"><id value=\"p\"/><text><status value=\"generated\"/>"
            + "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>A &amp; B</p></div></text>"
            + "<extension url=\"http://x.example\"><valueBoolean value=\"true\"/></extension><active value=\"true\"/>"
            + "<name id=\"n\"><family value=\"O&quot;&lt;&amp;\"/><given value=\"A\"/><given><extension url=\"http://y.example\">"
            + "<valueCode value=\"unknown\"/></extension></given></name>"
            + "<birthDate><extension url=\"http://z.example\"><valueString value=\"?\"/></extension></birthDate></Patient>"
        #expect(xml == expected)
    }

    @Test(
        "what is no resource has no XML",
        arguments: [
            "[]", "{}", #"{"resourceType":1}"#, #"{"resourceType":"A b"}"#, #"{"resourceType":"x:Y"}"#,
            #"{"resourceType":"Patient","active":null}"#, #"{"resourceType":"Patient","a b":1}"#,
            #"{"resourceType":"Patient","name":[[]]}"#,
            #"{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div>"}}"#,
        ])
    func refusals(_ text: String) throws {
        let json = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: FHIRError.self) { try XMLForm.bytes(of: json) }
    }

    private static func goldens(_ folder: String) throws -> [[UInt8]] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let path = "/\(tests)/ConversionTests/Fixtures/\(folder)"
        var names: [String] = []
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".json") { names.append(name) }
        }
        return try names.sorted().map { try #require(Fixtures.file("\(path)/\($0)")) }.filter { bytes in
            (try? JSONValue(parsing: bytes))?["resourceType"]?.stringValue == "Bundle"
        }
    }
}

/// Reads XML back into JSON, slowly and openly, by what the JSON looked like: what repeats and what is a number does not show in XML.
private struct XMLTwin {
    let source: [UInt8]

    func resource(_ element: XMLElement, like json: JSONValue) -> JSONValue {
        .object(
            [JSONMember(key: "resourceType", value: .string(element.localName))]
                + members(of: element, like: json["resourceType"] == nil ? .null : json))
    }

    private func members(of element: XMLElement, like json: JSONValue) -> [JSONMember] {
        var members: [JSONMember] = []
        var open: (name: String, elements: [XMLElement])?
        func close() {
            guard let (name, elements) = open else { return }
            open = nil
            let like = json[name] ?? .null
            if let beside = json["_\(name)"] {
                members += primitive(name, elements, like: like, beside: beside)
            } else if case .array(let values) = like {
                let read = elements.enumerated().map { value($1, name, like: $0 < values.count ? values[$0] : .null) }
                members.append(JSONMember(key: name, value: .array(read)))
            } else {
                members += elements.map { JSONMember(key: name, value: value($0, name, like: like)) }
            }
        }
        for child in element.children {
            if open?.name == child.localName {
                open?.elements.append(child)
            } else {
                close()
                open = (child.localName, [child])
            }
        }
        close()
        return members
    }

    /// A primitive with extensions: its value, where there is one, and what stands beside it.
    private func primitive(
        _ name: String, _ elements: [XMLElement], like: JSONValue, beside: JSONValue
    ) -> [JSONMember] {
        func extensions(_ element: XMLElement, _ like: JSONValue) -> JSONValue {
            let read = members(of: element, like: like)
            return read.isEmpty ? .null : .object(read)
        }
        var read: [JSONMember] = []
        if case .array(let values) = beside {
            if let plain = like.arrayValue {
                let texts: [JSONValue] = zip(elements, plain).map {
                    $0.attribute("value") == nil ? .null : value($0, name, like: $1)
                }
                read.append(JSONMember(key: name, value: .array(texts)))
            }
            let all = zip(elements, values).map { extensions($0, $1) }
            read.append(JSONMember(key: "_\(name)", value: .array(all)))
        } else if let element = elements.first {
            if like != .null { read.append(JSONMember(key: name, value: value(element, name, like: like))) }
            read.append(JSONMember(key: "_\(name)", value: extensions(element, beside)))
        }
        return read
    }

    private func value(_ element: XMLElement, _ name: String, like json: JSONValue) -> JSONValue {
        if name == "div", let text = json.stringValue {
            // Narrative is compared as it stands in the document.
            let from = source[element.startOffset...]
            return .string(
                from.starts(with: text.utf8) ? text : String(decoding: from.prefix(text.utf8.count), as: UTF8.self))
        }
        if let text = element.attribute("value") {
            switch json {
            case .number: return .number(text)
            case .bool: return text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
            default: return .string(text)
            }
        }
        if json["resourceType"] != nil {
            guard let inner = element.children.map({ $0 }).first else { return .null }
            return resource(inner, like: json)
        }
        var members = members(of: element, like: json)
        // Attributes come in the place that they had.
        for (place, member) in (json.objectValue ?? []).enumerated() where member.key == "id" || member.key == "url" {
            guard let text = element.attribute(member.key), place <= members.count else { continue }
            members.insert(JSONMember(key: member.key, value: .string(text)), at: place)
        }
        return .object(members)
    }
}
