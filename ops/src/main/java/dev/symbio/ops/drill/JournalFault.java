package dev.symbio.ops.drill;

import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.host.SmallDisk;
import dev.symbio.ops.host.Strace;
import dev.symbio.platform.storage.Profile;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done to the store that has the journal. */
enum JournalFault {
    /** Each write takes 20 ms more. */
    SLOW(Set.of(Profile.EMBEDDED, Profile.POSTGRES, Profile.CASSANDRA), Duration.ofSeconds(6)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) throws InterruptedException {
            if (node.stores().profile() == Profile.EMBEDDED) {
                return Strace.intoWritesOf(node.symbio().pid(), "delay_enter=20000")::close;
            }
            node.stores().wire().delay(Duration.ofMillis(20));
            return node.stores().wire()::heal;
        }
    },
    /** Each write ends with an I/O error. */
    FAILING(Set.of(Profile.EMBEDDED), Duration.ofSeconds(8)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) throws InterruptedException {
            return Strace.intoWritesOf(node.symbio().pid(), "error=EIO")::close;
        }
    },
    /** Not a byte is left on the disk. */
    FULL(Set.of(Profile.EMBEDDED), Duration.ofSeconds(8)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) {
            disk.fill();
            return disk::makeRoom;
        }
    },
    /** Connections stay open, and nothing passes. */
    HANGING(Set.of(Profile.POSTGRES, Profile.CASSANDRA), Duration.ofSeconds(25)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) {
            node.stores().wire().hold();
            return node.stores().wire()::heal;
        }
    },
    /** The connections there are go silent for good, as when a server has gone without a word; new ones work. */
    LOST(Set.of(Profile.POSTGRES, Profile.CASSANDRA), Duration.ZERO) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) {
            node.stores().wire().lose();
            return node.stores().wire()::heal;
        }
    },
    /** The server is killed, and started again later. */
    DEAD(Set.of(Profile.POSTGRES, Profile.CASSANDRA), Duration.ofSeconds(15)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) throws InterruptedException {
            node.stores().journal().kill();
            return node.stores().journal()::restart;
        }
    },
    /** Whoever has a connection for writing waits for so long that there is none left. */
    EXHAUSTED(Set.of(Profile.EMBEDDED, Profile.POSTGRES), Duration.ofSeconds(25)) {
        @Override
        Remedy strike(OneNode node, SmallDisk disk) throws InterruptedException {
            return node.stores().profile() == Profile.EMBEDDED
                    ? Strace.intoWritesOf(node.symbio().pid(), "delay_enter=2000000")::close
                    : lock(node);
        }

        /** Somebody else's transaction has the journal's table for itself. */
        private Remedy lock(OneNode node) {
            try {
                Connection foreign = node.stores().connect();
                foreign.setAutoCommit(false);
                try (Statement statement = foreign.createStatement()) {
                    statement.execute("lock table \"event_journal\" in access exclusive mode");
                }
                return foreign::close;
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    };

    /** Ends the fault. */
    interface Remedy {
        void apply() throws InterruptedException, SQLException;
    }

    private final Set<Profile> profiles;
    private final Duration lasts;

    JournalFault(Set<Profile> profiles, Duration lasts) {
        this.profiles = profiles;
        this.lasts = lasts;
    }

    /** @param disk that the embedded profile's file is on; else null */
    abstract Remedy strike(OneNode node, SmallDisk disk) throws InterruptedException;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Longer than a caller waits, where callers have to wait. */
    Duration lasts() {
        return lasts;
    }

    static List<JournalFault> of(Profile profile) {
        return Arrays.stream(values())
                .filter(fault -> fault.profiles.contains(profile))
                .toList();
    }
}
