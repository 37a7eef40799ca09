internal import Delivery
internal import Foundation
internal import HeartbeatFile
private import Kit
internal import Ledger
internal import Settings

/// A second process that looks at the gateway from outside and raises alarms by itself.
///
/// It reads the ledger, writes nothing to it, and keeps its own small state elsewhere.
package struct Watchdog {
    let settings: Settings
    let environment: [String: String]
    let stateFolder: String
    /// Where it remembers what it has told.
    let memoryPath: String
    let log: Log
    let now: Int

    /// A look at a gateway's state.
    ///
    /// The memory folder is best on another disk than the state's.
    ///
    /// - Throws: ``SettingsError`` when heartbeat.toml is bad.
    package init(
        settingsText: String, settingsPath: String, environment: [String: String], stateFolder: String,
        memoryFolder: String, log: Log, now: Int
    ) throws {
        settings = try SettingsReader.read(settingsText, path: settingsPath)
        self.environment = environment
        self.stateFolder = stateFolder
        memoryPath = memoryFolder + "/watchdog.json"
        self.log = log
        self.now = now
    }

    /// What it remembers of an alarm.
    private struct Memory: Codable {
        var key: String
        var text: String
        var opened: Int
        var sent: Int
    }

    /// Looks, and tells what it finds.
    ///
    /// - Returns: Whether an alarm is open, the gateway's or its own.
    package func look() async throws -> Bool {
        let (causes, gatewaysAlarms, files) = try find()
        let before = memory()
        let open = before.map { AlarmRow(key: $0.key, text: $0.text, opened: $0.opened, sent: $0.sent) }
        var kept = before
        for entry in AlarmBook.entries(causes, open: open, isComplete: true, now: now) {
            let alarm = entry.alarm
            log.line(
                "watchdog", [("key", alarm.key), ("change", entry.change.rawValue), ("text", entry.text)],
                .alert)
            // What nobody took is told again in a minute.
            guard await tell(entry, files) else { continue }
            kept.removeAll { $0.key == alarm.key }
            if entry.change != .closes {
                kept.append(Memory(key: alarm.key, text: alarm.text, opened: alarm.opened, sent: now))
            }
        }
        remember(kept)
        return gatewaysAlarms > 0 || !causes.isEmpty
    }

    /// What is wrong: the gateway itself, its disk, and what it should have told by now and has not.
    private func find() throws -> (causes: [Expectations.Cause], gatewaysAlarms: Int, Files) {
        var causes: [Expectations.Cause] = []
        if !StateFolder.hasRoom(stateFolder) {
            causes.append(
                .init(key: "disk", text: "no room on the disk of \(stateFolder); nothing can be recorded"))
        }
        let ledger: Ledger
        do {
            ledger = try Ledger(readingFrom: StateFolder.ledgerPath(stateFolder))
        } catch {
            causes.append(.init(key: "pass", text: "the gateway has no ledger that can be read: \(error)"))
            return (causes, 0, Files(tasks: [], settings: settings, environment: environment))
        }
        let tasks = try ledger.value(.goodFile).map { HeartbeatFile($0).tasks } ?? []
        let files = Files(tasks: tasks, settings: settings, environment: environment)
        let age = now - (try ledger.value(.lastPass).flatMap { Int($0) } ?? 0)
        let isAlive = age < AlarmSettings.passSeconds
        if !isAlive {
            causes.append(
                .init(
                    key: "pass", text: "no pass of the gateway for \(Period.words(age)); it hangs or is gone")
            )
        }
        let open = try ledger.openAlarms()
        let expectations = Expectations(files: files, ledger: ledger, now: now)
        if !isAlive {
            causes += try expectations.all().filter { cause in !open.contains { $0.key == cause.key } }
        }
        // Alarms that the gateway has opened and could not get rid of.
        let stuck = try ledger.stuckAlarms(before: now - AlarmSettings.passSeconds)
        for alarm in open where stuck.contains(where: { $0.hasPrefix("alarm:\(alarm.key):") }) {
            causes.append(
                .init(key: "stuck:\(alarm.key)", text: "an alarm that the gateway cannot send: \(alarm.text)")
            )
        }
        return (causes, open.count, files)
    }

    /// Sends by every alarm route but the one concerned; one that takes it is enough.
    private func tell(_ entry: AlarmBook.Entry, _ files: Files) async -> Bool {
        var isTold = false
        for name in settings.alarm.routes {
            guard let channel = files.channels[name],
                entry.alarm.key.split(separator: ":").last.map(String.init) != name
            else { continue }
            let about = "watchdog:\(entry.alarm.key):\(entry.change.rawValue)"
            let id = MessageID.of("alarm", about, due: now, route: name)
            let result = await channel.send(
                Letter(
                    id: id, task: about, due: Instant.text(now), text: "[watchdog] \(entry.text)",
                    mayBeRepeat: false))
            if case .accepted = result {
                isTold = true
            } else {
                log.line("watchdog", [("route", name), ("result", Masking.text("\(result)"))], .error)
            }
        }
        return isTold
    }

    private func memory() -> [Memory] {
        guard let data = FileManager.default.contents(atPath: memoryPath) else { return [] }
        return (try? JSONDecoder().decode([Memory].self, from: data)) ?? []
    }

    private func remember(_ memory: [Memory]) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            let text = String(decoding: try encoder.encode(memory), as: UTF8.self)
            try AtomicFile.write(text + "\n", to: memoryPath)
        } catch {
            log.line("watchdog", [("error", "\(error)")], .error)
        }
    }
}
