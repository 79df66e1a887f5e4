package dev.symbio.ops.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory another JVM really uses. */
record ChildMemory(long pid) {
    private static final long MIB = 1 << 20;

    /** What is reachable: the histogram collects garbage first. */
    long liveHeapMiB() throws InterruptedException {
        return liveHeapBytes() / MIB;
    }

    /** The same, more exactly. */
    long liveHeapBytes() throws InterruptedException {
        String total = jcmd("GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("jcmd gave no total."));
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    long residentMiB() {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    private String jcmd(String command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
