public import JSONText
import MarkupText

/// R4's XML form (<http://hl7.org/fhir/R4/xml.html>) of a resource that is there as JSON.
///
/// ```
/// {"resourceType":"Patient","id":"p","active":true}   <Patient xmlns="http://hl7.org/fhir"><id value="p"/><active value="true"/></Patient>
/// ```
/// A primitive is an attribute `value`; an element's `id` and an extension's `url` are attributes; narrative stands as the XHTML that it is; a resource
/// inside another one is an element of its own. Elements come in the order of the JSON: what the types of this target write is in the order of R4,
/// which XML asks for and JSON does not.
public enum XMLForm {
    /// The whole document, with its declaration.
    /// - Throws: ``FHIRError`` for what is no resource: a name that is none, `null` where nothing stands beside it, narrative that is not safe.
    /// - Complexity: one pass; as deep as the JSON, which its reader has bounded.
    public static func bytes(of resource: JSONValue) throws(FHIRError) -> [UInt8] {
        var form = Form()
        form.xml.declaration()
        try form.resource(resource, isRoot: true)
        return form.xml.bytes
    }
}

extension AnyResource {
    /// The resource as an XML document.
    public func xml() throws -> [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return try XMLForm.bytes(of: JSONValue(parsing: json.bytes))
    }
}

private struct Form {
    var xml = MarkupWriter(.xml)

    mutating func resource(_ json: JSONValue, isRoot: Bool = false) throws(FHIRError) {
        guard case .object(let members) = json else { throw FHIRError(.notAnObject, at: "") }
        guard let type = json["resourceType"]?.stringValue else { throw FHIRError(.missingElement, at: "resourceType") }
        xml.begin(try name(type), isRoot ? [Attribute("xmlns", "http://hl7.org/fhir")] : [])
        for member in members where member.key != "resourceType" { try element(member, among: members) }
        xml.end()
    }

    /// One member, or nothing for the extension of a primitive, which is written with what it extends.
    private mutating func element(_ member: JSONMember, among members: [JSONMember]) throws(FHIRError) {
        let key = member.key
        if key.hasPrefix("_") {
            // Beside its primitive it is written with that; alone it stands for a value that is absent.
            let plain = String(key.dropFirst())
            guard !members.contains(where: { $0.key == plain }) else { return }
            for beside in listed(member.value) { try primitive(plain, nil, beside) }
            return
        }
        let beside =
            members.first { $0.key.count == key.count + 1 && $0.key == "_\(key)" }.map { listed($0.value) } ?? []
        for (position, value) in listed(member.value).enumerated() {
            do throws(FHIRError) {
                switch value {
                case .object: try complex(key, value)
                case .array: throw FHIRError(.wrongType, at: "")
                default: try primitive(key, value, position < beside.count ? beside[position] : nil)
                }
            } catch {
                throw error.inside(key, position)
            }
        }
    }

    private mutating func complex(_ key: String, _ value: JSONValue) throws(FHIRError) {
        if value["resourceType"] != nil {
            xml.begin(try name(key))
            try resource(value)
            return xml.end()
        }
        guard case .object(let members) = value else { return }
        let isExtension = key == "extension" || key == "modifierExtension"
        var attributes: [Attribute] = []
        if let id = value["id"]?.stringValue { attributes.append(Attribute("id", id)) }
        if isExtension, let url = value["url"]?.stringValue { attributes.append(Attribute("url", url)) }
        xml.begin(try name(key), attributes)
        for member in members where member.key != "id" && !(isExtension && member.key == "url") {
            try element(member, among: members)
        }
        xml.end()
    }

    /// - Parameter beside: `id` and `extension` of the primitive.
    private mutating func primitive(
        _ key: String, _ value: JSONValue?, _ beside: JSONValue?
    ) throws(FHIRError) {
        if key == "div", let text = value?.stringValue {
            guard let fragment = XHTMLFragment(checking: text) else { throw FHIRError(.unsafeNarrative, at: "") }
            return xml.fragment(fragment)
        }
        var attributes: [Attribute] = []
        if let id = beside?["id"]?.stringValue { attributes.append(Attribute("id", id)) }
        switch value {
        case .string(let text): attributes.append(Attribute("value", text))
        case .number(let text): attributes.append(Attribute("value", text))
        case .bool(let flag): attributes.append(Attribute("value", flag ? "true" : "false"))
        default: guard beside?.objectValue != nil else { throw FHIRError(.empty, at: "") }
        }
        xml.begin(try name(key), attributes)
        for `extension` in beside?["extension"]?.arrayValue ?? [] { try complex("extension", `extension`) }
        xml.end()
    }

    private func listed(_ value: JSONValue) -> [JSONValue] { value.arrayValue ?? [value] }

    private func name(_ text: String) throws(FHIRError) -> MarkupName {
        guard let name = MarkupName(text), !text.contains(":") else { throw FHIRError(.unknownElement, at: text) }
        return name
    }
}
