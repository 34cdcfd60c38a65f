/// Why JSON is not the resource it should be. Quotes nothing of the input but names of elements.
public struct FHIRError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case notAnObject = "not-an-object"
        case wrongResourceType = "wrong-resource-type"
        case missingElement = "missing-element"
        /// R4 has no such element here, or another type of the same choice was given already.
        case unknownElement = "unknown-element"
        case wrongType = "wrong-type"
        /// A code outside a required binding.
        case invalidCode = "invalid-code"
        /// A date, id, URI or other primitive that breaks its form.
        case invalidForm = "invalid-form"
        /// FHIR allows no empty string, array or object.
        case empty
        case outOfRange = "out-of-range"
        /// Active content, or markup outside the narrative's subset.
        case unsafeNarrative = "unsafe-narrative"
    }

    public let code: Code
    /// From the resource's top: `code.coding[1].system`.
    public private(set) var path: String

    public init(_ code: Code, at path: String) {
        self.code = code
        self.path = path
    }

    /// The same fault seen from one level up.
    func inside(_ element: String, _ position: Int? = nil) -> FHIRError {
        var error = self
        let outer = position.map { "\(element)[\($0)]" } ?? element
        error.path = path.isEmpty ? outer : "\(outer).\(path)"
        return error
    }
}

extension FHIRError: CustomStringConvertible {
    public var description: String { path.isEmpty ? code.rawValue : "\(code.rawValue) at \(path)" }
}
