public import JSONText

extension Money {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("value", value)
        json.element("currency", currency)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        value = try element.decimal("value")
        currency = try element.text("currency", as: .code)
        try element.end()
    }
}
