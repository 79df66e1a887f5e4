package dev.symbio.platform.entity;

import akka.persistence.AtomicWrite;
import akka.persistence.journal.inmem.InmemJournal;
import java.util.concurrent.atomic.AtomicBoolean;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** A journal in memory; Akka makes it, so what it is told it is told through the class. */
public final class FailingJournal extends InmemJournal {
    private static final AtomicBoolean FAILS = new AtomicBoolean();

    static void failNextWrite() {
        FAILS.set(true);
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        return FAILS.getAndSet(false)
                ? Future$.MODULE$.failed(new IllegalStateException("A write that fails."))
                : super.asyncWriteMessages(messages);
    }
}
