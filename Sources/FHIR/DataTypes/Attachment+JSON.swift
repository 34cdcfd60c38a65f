public import JSONText

extension Attachment {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("contentType", contentType)
        json.element("language", language)
        json.element("data", data)
        json.element("url", url)
        json.element("size", size)
        json.element("hash", hash)
        json.element("title", title)
        json.element("creation", creation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        contentType = try element.text("contentType", as: .code)
        language = try element.text("language", as: .code)
        data = try element.text("data", as: .base64Binary)
        url = try element.text("url", as: .uri)
        size = try element.integer("size", from: 0)
        hash = try element.text("hash", as: .base64Binary)
        title = try element.text("title")
        creation = try element.text("creation", as: .dateTime)
        try element.end()
    }
}
