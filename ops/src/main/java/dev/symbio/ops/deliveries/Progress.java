package dev.symbio.ops.deliveries;

/** Is told how far a load has come; called by several threads. */
@FunctionalInterface
public interface Progress {
    void providerDone(int done, int of, long deliveries);
}
