package dev.symbio.ops.host;

import dev.symbio.platform.storage.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node as a process of its own, with the stores of a profile beside it. */
public final class OneNode implements AutoCloseable {
    private final Stores stores;
    private final ChildSymbio symbio;

    private OneNode(Stores stores, ChildSymbio symbio) {
        this.stores = stores;
        this.symbio = symbio;
    }

    /**
     * Starts stores and node and returns when the node is ready.
     *
     * @param jvmOptions such as {@code -Xmx1g}, and settings as {@code -Dsymbio.http.max-in-flight=...}
     */
    public static OneNode start(Profile profile, Path directory, String... jvmOptions) throws InterruptedException {
        return start(profile, directory, Map.of(), jvmOptions);
    }

    /** @param environment variables of the node's process */
    public static OneNode start(Profile profile, Path directory, Map<String, String> environment, String... jvmOptions)
            throws InterruptedException {
        Stores stores = Stores.startWired(profile, directory);
        List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC"));
        options.addAll(List.of(jvmOptions));
        options.addAll(stores.jvmOptions());
        OneNode node = new OneNode(stores, ChildSymbio.node(directory, FreePort.any(), options));
        try {
            node.symbio.setEnvironment(environment);
            node.symbio.start();
            return node;
        } catch (RuntimeException | InterruptedException notStarted) {
            node.close();
            throw notStarted;
        }
    }

    public ChildSymbio symbio() {
        return symbio;
    }

    public Stores stores() {
        return stores;
    }

    @Override
    public void close() {
        symbio.close();
        stores.close();
    }
}
