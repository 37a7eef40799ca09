/// The texts of systemd's units.
enum Units {
    /// Their names.
    static let names = ["heartbeat.service", "heartbeat-watchdog.service", "heartbeat-watchdog.timer"]

    /// All units.
    static func all(program: String, folder: String) -> [(name: String, text: String)] {
        [
            (names[0], gateway(program, folder)), (names[1], watchdog(program, folder)), (names[2], timer),
        ]
    }

    private static func gateway(_ program: String, _ folder: String) -> String {
        """
        [Unit]
        Description=Scheduled tasks whose messages provably arrive
        Wants=network-online.target
        After=network-online.target time-sync.target
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        ExecStart=\(program) run --file \(folder)/HEARTBEAT.md
        ExecReload=/bin/kill -HUP $MAINPID
        WorkingDirectory=\(folder)
        StateDirectory=heartbeat
        StateDirectoryMode=0700
        # Secrets that heartbeat.toml names as {credential = "NAME"}, a line each:
        # LoadCredential=NAME:\(folder)/NAME.secret
        Restart=always
        RestartSec=5
        WatchdogSec=180
        TimeoutStopSec=45
        KillMode=mixed

        [Install]
        WantedBy=multi-user.target

        """
    }

    private static func watchdog(_ program: String, _ folder: String) -> String {
        """
        [Unit]
        Description=A look at heartbeat from outside
        Wants=network-online.target
        After=network-online.target

        [Service]
        Type=oneshot
        ExecStart=\(program) watchdog --file \(folder)/HEARTBEAT.md --state /var/lib/heartbeat \
        --memory /var/lib/heartbeat-watchdog
        # An open alarm is told by messages; the unit itself has done its work.
        SuccessExitStatus=1
        WorkingDirectory=\(folder)
        StateDirectory=heartbeat-watchdog
        StateDirectoryMode=0700
        # LoadCredential=NAME:\(folder)/NAME.secret
        TimeoutStartSec=120

        """
    }

    private static let timer = """
        [Unit]
        Description=A look at heartbeat from outside, every minute

        [Timer]
        OnBootSec=2min
        OnUnitActiveSec=1min
        AccuracySec=10s

        [Install]
        WantedBy=timers.target

        """
}
