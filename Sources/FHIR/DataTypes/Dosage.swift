/// How a medication is taken: when, how much, by which route.
///
/// R4: <http://hl7.org/fhir/R4/dosage.html>
public struct Dosage: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var sequence: Int?
    public var text: String?
    public var additionalInstruction: [CodeableConcept]
    public var patientInstruction: String?
    public var timing: Timing?
    public var asNeeded: AsNeeded?
    public var site: CodeableConcept?
    public var route: CodeableConcept?
    public var method: CodeableConcept?
    public var doseAndRate: [DoseAndRate]
    public var maxDosePerPeriod: Ratio?
    public var maxDosePerAdministration: Quantity?
    public var maxDosePerLifetime: Quantity?

    /// The types that `asNeeded[x]` can have.
    public enum AsNeeded: Hashable, Sendable {
        case boolean(Bool)
        case codeableConcept(CodeableConcept)
    }

    public struct DoseAndRate: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var type: CodeableConcept?
        public var dose: Dose?
        public var rate: Rate?

        public init(type: CodeableConcept? = nil, dose: Dose? = nil, rate: Rate? = nil) {
            self.type = type
            self.dose = dose
            self.rate = rate
        }

        /// The types that `dose[x]` can have.
        public enum Dose: Hashable, Sendable {
            case range(FHIRRange)
            case quantity(Quantity)
        }

        /// The types that `rate[x]` can have.
        public enum Rate: Hashable, Sendable {
            case ratio(Ratio)
            case range(FHIRRange)
            case quantity(Quantity)
        }
    }
}

extension Dosage {
    // Through the memberwise initializer: one that sets the members itself is compiled to copy the whole value at its end.
    public init(
        sequence: Int? = nil, text: String? = nil, additionalInstruction: [CodeableConcept] = [],
        patientInstruction: String? = nil, timing: Timing? = nil, asNeeded: AsNeeded? = nil,
        site: CodeableConcept? = nil, route: CodeableConcept? = nil, method: CodeableConcept? = nil,
        doseAndRate: [DoseAndRate] = [], maxDosePerPeriod: Ratio? = nil, maxDosePerAdministration: Quantity? = nil,
        maxDosePerLifetime: Quantity? = nil
    ) {
        self.init(
            id: nil, extension: [], modifierExtension: [], sequence: sequence, text: text,
            additionalInstruction: additionalInstruction, patientInstruction: patientInstruction, timing: timing,
            asNeeded: asNeeded, site: site, route: route, method: method, doseAndRate: doseAndRate,
            maxDosePerPeriod: maxDosePerPeriod, maxDosePerAdministration: maxDosePerAdministration,
            maxDosePerLifetime: maxDosePerLifetime)
    }
}
