/// A series of measurements by a device, as text.
///
/// R4: <http://hl7.org/fhir/R4/datatypes.html>
public struct SampledData: Element {
    public var id: String?
    public var `extension`: [Extension] = []
    public var origin: Quantity
    public var period: FHIRDecimal
    public var factor: FHIRDecimal?
    public var lowerLimit: FHIRDecimal?
    public var upperLimit: FHIRDecimal?
    public var dimensions: Int
    public var data: String?

    public init(
        origin: Quantity, period: FHIRDecimal, factor: FHIRDecimal? = nil, lowerLimit: FHIRDecimal? = nil,
        upperLimit: FHIRDecimal? = nil, dimensions: Int, data: String? = nil
    ) {
        self.origin = origin
        self.period = period
        self.factor = factor
        self.lowerLimit = lowerLimit
        self.upperLimit = upperLimit
        self.dimensions = dimensions
        self.data = data
    }
}
