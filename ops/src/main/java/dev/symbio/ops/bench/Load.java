package dev.symbio.ops.bench;

import dev.symbio.ops.client.Patience;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Lets workers work side by side, each as fast as it can, and counts what they do in a stretch of time. */
final class Load {
    private static final long MAX_MICROS = 120_000_000L;
    private static final int DIGITS = 3;
    private static final int STOP_WITHIN_SECONDS = 90;

    private Load() {}

    /** Works by the piece; used by one thread. */
    interface Worker extends AutoCloseable {
        /** @return how much was done */
        long work() throws Exception;

        @Override
        void close() throws IOException, SQLException;
    }

    /**
     * What was done.
     *
     * @param micros how long each piece took
     */
    record Done(long units, double seconds, Histogram micros) {
        double perSecond() {
            return units / seconds;
        }

        double millisAt(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }

        /** Two stretches of the same work as one. */
        Done and(Done other) {
            Histogram both = micros.copy();
            both.add(other.micros);
            return new Done(units + other.units, seconds + other.seconds, both);
        }
    }

    /** Only what begins and ends within the measured time counts; whatever comes before warms up. */
    static Done run(int workers, Duration warmUp, Duration measured, IntFunction<Worker> create)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        Histogram micros = new ConcurrentHistogram(MAX_MICROS, DIGITS);
        long from = System.nanoTime() + warmUp.toNanos();
        long until = from + measured.toNanos();
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int number = i;
                results.add(threads.submit(() -> workUntil(create.apply(number), from, until, micros)));
            }
            Patience.pause(warmUp.plus(measured));
            long units = 0;
            for (Future<Long> result : results) {
                units += result.get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
            }
            return new Done(units, measured.toNanos() / 1e9, micros);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException hanging) {
            throw new IllegalStateException("A request hangs.", hanging);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long workUntil(Worker worker, long from, long until, Histogram micros) throws Exception {
        long units = 0;
        try (worker) {
            for (long began = System.nanoTime(); began < until; ) {
                long done = worker.work();
                long ended = System.nanoTime();
                if (began >= from && ended <= until) {
                    units += done;
                    micros.recordValue(Math.min((ended - began) / 1_000, MAX_MICROS));
                }
                began = ended;
            }
        }
        return units;
    }
}
