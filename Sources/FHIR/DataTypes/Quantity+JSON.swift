public import JSONText

extension Quantity {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("value", value)
        json.element("comparator", comparator)
        json.element("unit", unit)
        json.element("system", system)
        json.element("code", code)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        value = try element.decimal("value")
        comparator = try element.code("comparator")
        unit = try element.text("unit")
        system = try element.text("system", as: .uri)
        code = try element.text("code", as: .code)
        try element.end()
    }
}
