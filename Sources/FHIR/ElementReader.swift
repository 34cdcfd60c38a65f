import JSONText

/// Takes the members of one JSON object by name and refuses what nobody took.
struct ElementReader {
    private let members: [JSONMember]
    private var taken: [Bool]
    /// The names asked for; kept only where there are extensions of primitives to hold against them.
    private var asked: [String]?

    init(_ json: JSONValue) throws(FHIRError) {
        guard case .object(let members) = json else { throw FHIRError(.notAnObject, at: "") }
        guard !members.isEmpty else { throw FHIRError(.empty, at: "") }
        self.members = members
        taken = Array(repeating: false, count: members.count)
        asked = members.contains { $0.key.hasPrefix("_") } ? [] : nil
    }

    init(_ json: JSONValue, resource type: String) throws(FHIRError) {
        try self.init(json)
        guard value("resourceType") == .string(type) else { throw FHIRError(.wrongResourceType, at: "resourceType") }
    }

    /// Everything has been asked for: what is left over is no element of this type.
    func end() throws(FHIRError) {
        for (member, isTaken) in zip(members, taken) where !isTaken && !isPrimitiveExtension(member.key) {
            throw FHIRError(.unknownElement, at: member.key)
        }
    }

    /// `_birthDate` beside, or instead of, `birthDate`; not `__proto__`, nor the extension of what is no element here.
    private func isPrimitiveExtension(_ key: String) -> Bool {
        guard key.hasPrefix("_"), let asked else { return false }
        return asked.contains { $0 == key.dropFirst() }
    }

    func missing(_ name: String) -> FHIRError { FHIRError(.missingElement, at: name) }

    /// Which type a choice element has: `Quantity` for `valueQuantity`.
    func choice(_ name: String) -> String? {
        for (member, isTaken) in zip(members, taken) where !isTaken && member.key.hasPrefix(name) {
            let type = member.key.dropFirst(name.count)
            if let first = type.utf8.first, first >= 65, first <= 90 { return String(type) }
        }
        return nil
    }

    private mutating func value(_ name: String) -> JSONValue? {
        asked?.append(name)
        guard let position = members.firstIndex(where: { $0.key == name }) else { return nil }
        taken[position] = true
        return members[position].value
    }

    private mutating func values(_ name: String, atLeast least: Int) throws(FHIRError) -> [JSONValue] {
        guard let value = value(name) else {
            if least > 0 { throw missing(name) }
            return []
        }
        guard case .array(let values) = value else { throw FHIRError(.wrongType, at: name) }
        guard !values.isEmpty else { throw FHIRError(.empty, at: name) }
        return values
    }
}

// MARK: Elements

extension ElementReader {
    mutating func optional<E: Element>(_ name: String) throws(FHIRError) -> E? {
        guard let value = value(name) else { return nil }
        do throws(FHIRError) {
            return try E(reading: value)
        } catch {
            throw error.inside(name)
        }
    }

    mutating func required<E: Element>(_ name: String) throws(FHIRError) -> E {
        guard let value: E = try optional(name) else { throw missing(name) }
        return value
    }

    mutating func array<E: Element>(_ name: String, atLeast least: Int = 0) throws(FHIRError) -> [E] {
        var elements: [E] = []
        for (position, value) in try values(name, atLeast: least).enumerated() {
            do throws(FHIRError) {
                elements.append(try E(reading: value))
            } catch {
                throw error.inside(name, position)
            }
        }
        return elements
    }
}

// MARK: Codes

extension ElementReader {
    mutating func code<C: FHIRCode>(_ name: String) throws(FHIRError) -> C? {
        guard let text = try text(name) else { return nil }
        guard let code = C(rawValue: text) else { throw FHIRError(.invalidCode, at: name) }
        return code
    }

    mutating func requiredCode<C: FHIRCode>(_ name: String) throws(FHIRError) -> C {
        guard let code: C = try code(name) else { throw missing(name) }
        return code
    }

    mutating func codes<C: FHIRCode>(_ name: String, atLeast least: Int = 0) throws(FHIRError) -> [C] {
        var codes: [C] = []
        for (position, text) in try texts(name, atLeast: least).enumerated() {
            guard let code = C(rawValue: text) else { throw FHIRError(.invalidCode, at: "\(name)[\(position)]") }
            codes.append(code)
        }
        return codes
    }
}

// MARK: Primitives

extension ElementReader {
    mutating func text(_ name: String, as form: PrimitiveForm = .string) throws(FHIRError) -> String? {
        guard let value = value(name) else { return nil }
        return try Self.text(value, form, name)
    }

    mutating func requiredText(_ name: String, as form: PrimitiveForm = .string) throws(FHIRError) -> String {
        guard let text = try text(name, as: form) else { throw missing(name) }
        return text
    }

    mutating func texts(
        _ name: String, as form: PrimitiveForm = .string, atLeast least: Int = 0
    ) throws(FHIRError) -> [String] {
        var texts: [String] = []
        for (position, value) in try values(name, atLeast: least).enumerated() {
            texts.append(try Self.text(value, form, "\(name)[\(position)]"))
        }
        return texts
    }

    private static func text(_ value: JSONValue, _ form: PrimitiveForm, _ path: String) throws(FHIRError) -> String {
        guard case .string(let text) = value else { throw FHIRError(.wrongType, at: path) }
        guard !text.isEmpty else { throw FHIRError(.empty, at: path) }
        guard form.accepts(text) else { throw FHIRError(form == .xhtml ? .unsafeNarrative : .invalidForm, at: path) }
        return text
    }

    mutating func boolean(_ name: String) throws(FHIRError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let boolean) = value else { throw FHIRError(.wrongType, at: name) }
        return boolean
    }

    mutating func requiredBoolean(_ name: String) throws(FHIRError) -> Bool {
        guard let boolean = try boolean(name) else { throw missing(name) }
        return boolean
    }

    /// R4 integers have 32 bits.
    mutating func integer(_ name: String, from least: Int = -2_147_483_648) throws(FHIRError) -> Int? {
        guard let value = value(name) else { return nil }
        return try Self.integer(value, least, name)
    }

    mutating func requiredInteger(_ name: String, from least: Int = -2_147_483_648) throws(FHIRError) -> Int {
        guard let integer = try integer(name, from: least) else { throw missing(name) }
        return integer
    }

    mutating func integers(
        _ name: String, from least: Int = -2_147_483_648, atLeast count: Int = 0
    ) throws(FHIRError) -> [Int] {
        var integers: [Int] = []
        for (position, value) in try values(name, atLeast: count).enumerated() {
            integers.append(try Self.integer(value, least, "\(name)[\(position)]"))
        }
        return integers
    }

    private static func integer(_ value: JSONValue, _ least: Int, _ path: String) throws(FHIRError) -> Int {
        guard let integer = value.integerValue else { throw FHIRError(.wrongType, at: path) }
        guard integer >= least, integer <= 2_147_483_647 else { throw FHIRError(.outOfRange, at: path) }
        return Int(integer)
    }

    mutating func decimal(_ name: String) throws(FHIRError) -> FHIRDecimal? {
        guard let value = value(name) else { return nil }
        guard case .number(let text) = value else { throw FHIRError(.wrongType, at: name) }
        guard let decimal = FHIRDecimal(text: text) else { throw FHIRError(.outOfRange, at: name) }
        return decimal
    }

    mutating func requiredDecimal(_ name: String) throws(FHIRError) -> FHIRDecimal {
        guard let decimal = try decimal(name) else { throw missing(name) }
        return decimal
    }
}
