public import JSONText

extension SampledData {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("origin", origin)
        json.element("period", period)
        json.element("factor", factor)
        json.element("lowerLimit", lowerLimit)
        json.element("upperLimit", upperLimit)
        json.element("dimensions", dimensions)
        json.element("data", data)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        origin = try element.required("origin")
        period = try element.requiredDecimal("period")
        factor = try element.decimal("factor")
        lowerLimit = try element.decimal("lowerLimit")
        upperLimit = try element.decimal("upperLimit")
        dimensions = try element.requiredInteger("dimensions", from: 1)
        data = try element.text("data")
        try element.end()
    }
}
