#if PostgreSQL
    /// The settings of a server without which a commit that it confirmed could be lost with one machine.
    public enum SynchronousReplication {
        /// Looked at on every new connection: after a failover the server is another one.
        ///
        /// - Throws: `notSynchronous`, naming the first setting that is not as it must be.
        public static func check(_ session: PostgreSQLSession) throws(PostgreSQLError) {
            let settings = try session.query(
                """
                SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
                    current_setting('fsync'), current_setting('full_page_writes')
                """)
            try check(commit: settings.text(0, 0), standbys: settings.text(0, 1))
            for (column, name) in [(2, "fsync"), (3, "full_page_writes")] where settings.text(0, column) != "on" {
                throw .notSynchronous(
                    setting: "\(name) is \(settings.text(0, column))", remedy: "set \(name) = on and restart the server"
                )
            }
            let standbys = try session.query(
                """
                SELECT count(*), count(sync_state), count(*) FILTER (WHERE sync_state IN ('sync', 'quorum'))
                FROM pg_stat_replication
                """)
            let (all, visible, synchronous) = (
                try standbys.integer(0, 0), try standbys.integer(0, 1), try standbys.integer(0, 2)
            )
            guard synchronous == 0 else { return }
            if all > visible {
                throw .notSynchronous(
                    setting: "pg_stat_replication hides the standbys' state from this user",
                    remedy: "GRANT pg_read_all_stats to it")
            }
            throw .notSynchronous(
                setting: "synchronous_standby_names is '\(settings.text(0, 1))' and no such standby is connected",
                remedy: "start a standby whose application_name it names")
        }

        /// What can change under a connection that is open; cheap enough to look at in every transaction.
        public static func check(commit: String, standbys: String) throws(PostgreSQLError) {
            guard commit == "on" || commit == "remote_apply" else {
                throw .notSynchronous(
                    setting: "synchronous_commit is \(commit)", remedy: "set synchronous_commit = on, or remote_apply")
            }
            guard standbys.contains(where: { $0 != " " }) else {
                throw .notSynchronous(
                    setting: "synchronous_standby_names is empty",
                    remedy: "name the standby that must confirm each commit, such as 'FIRST 1 (s1)'")
            }
        }
    }
#endif
