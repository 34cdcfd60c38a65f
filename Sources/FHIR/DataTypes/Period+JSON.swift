public import JSONText

extension Period {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("start", start)
        json.element("end", end)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        start = try element.text("start", as: .dateTime)
        end = try element.text("end", as: .dateTime)
        try element.end()
    }
}
