package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.host.ChildSymbio;
import java.time.Duration;
import java.util.Set;

/** What is done to one node of a cluster, and how it is undone. */
enum Fault {
    /** {@code kill -9}; later it is started again. */
    KILL("Kill", Duration.ZERO) {
        @Override
        void strike(LocalCluster cluster, int node) throws InterruptedException {
            cluster.node(node).kill();
        }

        @Override
        void undo(LocalCluster cluster, int node) {
            // it is gone
        }
    },
    /** It stands still for more than twice the time after which the others go on without it. */
    PAUSE("Pause", Duration.ofSeconds(20)) {
        @Override
        void strike(LocalCluster cluster, int node) throws InterruptedException {
            cluster.node(node).pause();
        }

        @Override
        void undo(LocalCluster cluster, int node) throws InterruptedException {
            cluster.node(node).resume();
        }
    },
    /** It does not hear the other nodes, nor they it; callers and stores reach all of them. */
    PARTITION("Partition", Duration.ofSeconds(30)) {
        @Override
        void strike(LocalCluster cluster, int node) {
            cluster.partition(Set.of(node));
        }

        @Override
        void undo(LocalCluster cluster, int node) {
            cluster.heal();
        }
    };

    private static final Duration NOTICES_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String word;
    private final Duration lasts;

    Fault(String word, Duration lasts) {
        this.word = word;
        this.lasts = lasts;
    }

    String word() {
        return word;
    }

    /** How long it lasts at least, under load. */
    Duration lasts() {
        return lasts;
    }

    abstract void strike(LocalCluster cluster, int node) throws InterruptedException;

    abstract void undo(LocalCluster cluster, int node) throws InterruptedException;

    /** The node ends by itself, once it knows that the others went on without it, and is started again. */
    static void recover(LocalCluster cluster, int number) throws InterruptedException {
        ChildSymbio node = cluster.node(number);
        long giveUp = System.nanoTime() + NOTICES_WITHIN.toNanos();
        while (node.isAlive()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(
                        "Node " + number + " did not notice that the others went on without it.");
            }
            Patience.pause(LOOK);
        }
        node.start();
    }
}
