package dev.symbio.ops.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lets a benchmark wait between preparing much data, which may take its time, and measuring, for a machine to be quiet. */
interface Quiet {
    /** Goes on at once. */
    Quiet NOW = () -> {};

    /** Returns when it may be measured. */
    void await();

    /** Asks whoever started it. */
    static Quiet asked(PrintWriter out) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return () -> {
            out.println("Press enter when the machine is quiet.");
            out.flush();
            try {
                in.readLine();
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        };
    }
}
