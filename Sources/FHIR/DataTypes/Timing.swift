/// When something happens, once or again and again.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>. tim-1, tim-2, tim-4 to tim-10 are not checked here.
public struct Timing: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var modifierExtension: [Extension] = []
    public var event: [String]
    @Indirect public var `repeat`: Repeat?
    public var code: CodeableConcept?

    public init(event: [String] = [], repeat: Repeat? = nil, code: CodeableConcept? = nil) {
        self.event = event
        self.repeat = `repeat`
        self.code = code
    }

    public struct Repeat: Element {
        public var id: String?
        public var `extension`: [Extension] = []
        public var bounds: Bounds?
        public var count: Int?
        public var countMax: Int?
        public var duration: FHIRDecimal?
        public var durationMax: FHIRDecimal?
        public var durationUnit: Unit?
        public var frequency: Int?
        public var frequencyMax: Int?
        public var period: FHIRDecimal?
        public var periodMax: FHIRDecimal?
        public var periodUnit: Unit?
        public var dayOfWeek: [DayOfWeek]
        public var timeOfDay: [String]
        public var when: [When]
        public var offset: Int?

        public init(
            bounds: Bounds? = nil, count: Int? = nil, countMax: Int? = nil, duration: FHIRDecimal? = nil,
            durationMax: FHIRDecimal? = nil, durationUnit: Unit? = nil, frequency: Int? = nil,
            frequencyMax: Int? = nil, period: FHIRDecimal? = nil, periodMax: FHIRDecimal? = nil,
            periodUnit: Unit? = nil, dayOfWeek: [DayOfWeek] = [], timeOfDay: [String] = [], when: [When] = [],
            offset: Int? = nil
        ) {
            self.bounds = bounds
            self.count = count
            self.countMax = countMax
            self.duration = duration
            self.durationMax = durationMax
            self.durationUnit = durationUnit
            self.frequency = frequency
            self.frequencyMax = frequencyMax
            self.period = period
            self.periodMax = periodMax
            self.periodUnit = periodUnit
            self.dayOfWeek = dayOfWeek
            self.timeOfDay = timeOfDay
            self.when = when
            self.offset = offset
        }

        /// The types that `bounds[x]` can have.
        public enum Bounds: Hashable, Sendable {
            case duration(Quantity)
            case range(FHIRRange)
            case period(Period)
        }

        /// `http://hl7.org/fhir/ValueSet/units-of-time`
        public enum Unit: String, FHIRCode {
            case s, min, h, d, wk, mo, a
        }

        /// `http://hl7.org/fhir/ValueSet/event-timing`
        public enum When: String, FHIRCode {
            case morn = "MORN"
            case mornEarly = "MORN.early"
            case mornLate = "MORN.late"
            case noon = "NOON"
            case aft = "AFT"
            case aftEarly = "AFT.early"
            case aftLate = "AFT.late"
            case eve = "EVE"
            case eveEarly = "EVE.early"
            case eveLate = "EVE.late"
            case night = "NIGHT"
            case phs = "PHS"
            case hs = "HS"
            case wake = "WAKE"
            case c = "C"
            case cm = "CM"
            case cd = "CD"
            case cv = "CV"
            case ac = "AC"
            case acm = "ACM"
            case acd = "ACD"
            case acv = "ACV"
            case pc = "PC"
            case pcm = "PCM"
            case pcd = "PCD"
            case pcv = "PCV"
        }
    }
}
