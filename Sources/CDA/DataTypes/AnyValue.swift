public import XMLReader

/// An observation's value, by its xsi:type. A value without one is judged by what it holds.
public enum AnyValue: Hashable, Sendable {
    case concept(ConceptDescriptor)
    case quantity(PhysicalQuantity)
    case quantityInterval(QuantityInterval)
    case ratio(QuantityRatio)
    case integer(PhysicalQuantity)
    case real(PhysicalQuantity)
    /// An amount of money: its unit is the attribute `currency`.
    case money(PhysicalQuantity)
    case boolean(Bool)
    case text(EncapsulatedData)
    case data(EncapsulatedData)
    case time(TimeStamp)
    case timeInterval(TimeInterval)
    case identifier(InstanceIdentifier)
    case address(TelecommunicationAddress)
    case name(EntityName)
    case postalAddress(PostalAddress)
    /// A PIVL_TS or EIVL_TS.
    case schedule(XMLElement)
    /// Only a nullFlavor, or nothing.
    case absent(NullFlavor?)
    /// A type that CDA R2 does not give to observations.
    case other(type: String)

    public init(_ element: XMLElement) {
        switch element.schemaType {
        case "CD", "CE", "CV", "CO", "CS", "SC", "HXIT_CE": self = Self.concept(ConceptDescriptor(element), element)
        case "PQ", "PPD_PQ", "UVP_PQ", "SXCM_PQ", "HXIT_PQ": self = Self.quantity(element, as: AnyValue.quantity)
        case "INT": self = Self.quantity(element, as: AnyValue.integer)
        case "REAL": self = Self.quantity(element, as: AnyValue.real)
        case "IVL_PQ", "IVL_INT", "IVL_REAL": self = .quantityInterval(QuantityInterval(element))
        case "RTO", "RTO_PQ_PQ", "RTO_INT_INT", "RTO_QTY_QTY", "RTO_MO_PQ":
            self = QuantityRatio(element).map(AnyValue.ratio) ?? .absent(element.nullFlavor)
        case "MO": self = Self.quantity(element, as: AnyValue.money)
        case "BL": self = Self.boolean(element)
        case "ST": self = Self.text(element, as: AnyValue.text)
        case "ED":
            self = Self.text(element, as: element.word(.representation) == "B64" ? AnyValue.data : AnyValue.text)
        case "TS": self = !element.hasWord(.value) ? .absent(element.nullFlavor) : .time(TimeStamp(element))
        case "IVL_TS": self = .timeInterval(TimeInterval(element))
        case "II": self = .identifier(InstanceIdentifier(element))
        case "TEL", "URL": self = .address(TelecommunicationAddress(element))
        case "EN", "PN", "ON", "TN": self = .name(EntityName(element))
        case "AD": self = .postalAddress(PostalAddress(element))
        case "PIVL_TS", "EIVL_TS": self = .schedule(element)
        case let type?: self = .other(type: type)
        case nil: self = Self.untyped(element)
        }
    }

    private static func concept(_ concept: ConceptDescriptor, _ element: XMLElement) -> AnyValue {
        concept.isEmpty ? .absent(concept.nullFlavor) : .concept(concept)
    }

    private static func quantity(_ element: XMLElement, as make: (PhysicalQuantity) -> AnyValue) -> AnyValue {
        let quantity = PhysicalQuantity(element)
        return !quantity.hasValue && quantity.translations.isEmpty ? .absent(quantity.nullFlavor) : make(quantity)
    }

    private static func boolean(_ element: XMLElement) -> AnyValue {
        switch element.word(.value) {
        case "true", "1": .boolean(true)
        case "false", "0": .boolean(false)
        default: .absent(element.nullFlavor)
        }
    }

    private static func text(_ element: XMLElement, as make: (EncapsulatedData) -> AnyValue) -> AnyValue {
        let data = EncapsulatedData(element)
        return data.inlineText == nil && data.reference == nil && !data.isBase64 ? .absent(data.nullFlavor) : make(data)
    }

    private static func untyped(_ element: XMLElement) -> AnyValue {
        if element.hasWord(.code) || element.child(.translation) != nil || element.child(.originalText) != nil {
            return .concept(ConceptDescriptor(element))
        }
        if element.child(.low) != nil || element.child(.high) != nil {
            return .quantityInterval(QuantityInterval(element))
        }
        if element.hasWord(.value) { return .quantity(PhysicalQuantity(element)) }
        return text(element, as: AnyValue.text)
    }
}
