private import Kit

/// Names of messages: the same task, slot and route give the same one for ever.
enum MessageID {
    static func of(_ kind: String, _ task: String, due: Int, route: String) -> String {
        String(SHA256.hexDigest(Array("\(kind)\n\(task)\n\(due)\n\(route)".utf8)).prefix(16))
    }
}
