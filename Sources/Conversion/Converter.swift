public import Profiles
public import RecordTypes

/// Turns one source document into a FHIR R4 document Bundle and everything there is to say about it.
///
/// A pure function of document, profile set and options: no clock, no randomness, no I/O. It never throws and never traps on
/// input; a refusal is an ``RecordTypes/Issue`` of severity error or fatal, and then there are no parts.
public struct Converter: Sendable {
    /// Part of what the ledger commits to: changes when the same document could give other bytes.
    public static let version = "1"

    public let profiles: ProfileSet
    public let options: ConversionOptions

    public init(profiles: ProfileSet, options: ConversionOptions = .init()) {
        self.profiles = profiles
        self.options = options
    }

    /// Converts the document; all findings are collected, except that nothing is known behind a fault of syntax.
    public func convert(_ source: SourceDocument) -> ConversionOutcome {
        var outcome =
            switch source.format {
            case .cda: convertCDA(source.bytes, profiles: profiles, options: options)
            case .hl7v2: convertHL7v2(source.bytes, profiles: profiles, options: options)
            }
        if !(options.convertsRefused && source.format == .cda), outcome.issues.refuse {
            outcome.parts = nil
        }
        return outcome
    }

    /// Reads only what identifies the document, by a way of its own: none of the mapping code takes part.
    public func readHeader(_ source: SourceDocument) -> (header: DocumentHeader, issues: [Issue]) {
        switch source.format {
        case .cda: readCDAHeader(source.bytes, profiles: profiles, options: options)
        case .hl7v2: readHL7v2Header(source.bytes, profiles: profiles, options: options)
        }
    }
}

extension [Issue] {
    /// Whether one of them refuses the document. By position: a loop over the values would copy each.
    var refuse: Bool { indices.contains { self[$0].refuses } }
}

/// What an operator decides about conversion. The defaults refuse nothing that the standards allow.
public struct ConversionOptions: Hashable, Sendable {
    /// For times that carry no offset, in documents that name none.
    public var zone: ZoneRule
    /// Whether a patient may be known by identifiers of the sending institution alone.
    public var acceptLocalIdentifiers: Bool
    /// Whether messages that say they are for training or debugging are refused.
    public var productionMode: Bool
    /// Whether parts are given also for a CDA document that may not be filed, such as one without a custodian: to look at and to
    /// measure with, never to file. Findings are the same.
    public var convertsRefused: Bool
    /// How many findings a document may bring; what is beyond is counted, not listed.
    public var issueLimit: Int

    public init(
        zone: ZoneRule = .tallinn, acceptLocalIdentifiers: Bool = true, productionMode: Bool = false,
        convertsRefused: Bool = false, issueLimit: Int = 1_000
    ) {
        self.zone = zone
        self.acceptLocalIdentifiers = acceptLocalIdentifiers
        self.productionMode = productionMode
        self.convertsRefused = convertsRefused
        self.issueLimit = issueLimit
    }
}
