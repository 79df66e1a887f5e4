package dev.symbio.platform.entity;

import akka.Done;
import java.util.concurrent.CompletionStage;

/** Where the journal itself does not refuse a second writer: shuts out what earlier hosts of an entity may still write. */
@FunctionalInterface
public interface Fence {
    /** @param lastSeq the number of the last event that the entity was started with */
    CompletionStage<Done> raise(String persistenceId, long lastSeq);

    /**
     * A write of this host has failed, and may arrive all the same. Whatever is raised from now on shuts that out, too; the
     * entity is not handed over before.
     */
    default void inDoubt(String persistenceId) {}
}
