/// An implant, instrument, or software that made a resource.
///
/// R4: <http://hl7.org/fhir/R4/device.html>
public struct Device: DomainResource {
    public static let resourceType = "Device"

    public var id: String?
    @Indirect public var meta: Meta? = nil
    public var implicitRules: String?
    public var language: String?
    public var text: Narrative?
    public var contained: [AnyResource] = []
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var identifier: [Identifier] = []
    public var definition: Reference?
    public var udiCarrier: [UdiCarrier] = []
    public var status: Status?
    public var statusReason: [CodeableConcept] = []
    public var distinctIdentifier: String?
    public var manufacturer: String?
    public var manufactureDate: String?
    public var expirationDate: String?
    public var lotNumber: String?
    public var serialNumber: String?
    public var deviceName: [DeviceName] = []
    public var modelNumber: String?
    public var partNumber: String?
    public var type: CodeableConcept?
    public var specialization: [Specialization] = []
    public var version: [Version] = []
    public var property: [Property] = []
    public var patient: Reference?
    public var owner: Reference?
    public var contact: [ContactPoint] = []
    public var location: Reference?
    public var url: String?
    public var note: [Annotation] = []
    public var safety: [CodeableConcept] = []
    public var parent: Reference?

    public init() {
    }

    /// `http://hl7.org/fhir/ValueSet/device-status`
    public enum Status: String, FHIRCode {
        case active, inactive
        case enteredInError = "entered-in-error"
        case unknown
    }

    public struct UdiCarrier: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var deviceIdentifier: String?
        public var issuer: String?
        public var jurisdiction: String?
        public var carrierAIDC: String?
        public var carrierHRF: String?
        public var entryType: EntryType?

        public init(
            deviceIdentifier: String? = nil, issuer: String? = nil, jurisdiction: String? = nil,
            carrierAIDC: String? = nil, carrierHRF: String? = nil, entryType: EntryType? = nil
        ) {
            self.deviceIdentifier = deviceIdentifier
            self.issuer = issuer
            self.jurisdiction = jurisdiction
            self.carrierAIDC = carrierAIDC
            self.carrierHRF = carrierHRF
            self.entryType = entryType
        }

        /// `http://hl7.org/fhir/ValueSet/udi-entry-type`
        public enum EntryType: String, FHIRCode {
            case barcode, rfid, manual, card
            case selfReported = "self-reported"
            case unknown
        }
    }

    public struct DeviceName: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var name: String
        public var type: Kind

        public init(name: String, type: Kind) {
            self.name = name
            self.type = type
        }

        /// `http://hl7.org/fhir/ValueSet/device-nametype`
        public enum Kind: String, FHIRCode {
            case udiLabelName = "udi-label-name"
            case userFriendlyName = "user-friendly-name"
            case patientReportedName = "patient-reported-name"
            case manufacturerName = "manufacturer-name"
            case modelName = "model-name"
            case other
        }
    }

    public struct Specialization: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var systemType: CodeableConcept
        public var version: String?

        public init(systemType: CodeableConcept, version: String? = nil) {
            self.systemType = systemType
            self.version = version
        }
    }

    public struct Version: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept?
        public var component: Identifier?
        public var value: String

        public init(type: CodeableConcept? = nil, component: Identifier? = nil, value: String) {
            self.type = type
            self.component = component
            self.value = value
        }
    }

    public struct Property: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var modifierExtension: [Extension] = []
        public var type: CodeableConcept
        public var valueQuantity: [Quantity]
        public var valueCode: [CodeableConcept]

        public init(type: CodeableConcept, valueQuantity: [Quantity] = [], valueCode: [CodeableConcept] = []) {
            self.type = type
            self.valueQuantity = valueQuantity
            self.valueCode = valueCode
        }
    }
}
