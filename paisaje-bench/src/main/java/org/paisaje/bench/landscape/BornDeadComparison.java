package org.paisaje.bench.landscape;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.paisaje.theory.dynamics.dead.BornDeadSample;

/** Our side of {@code compare/born_dead.py}: reads width, depth, networks and key, answers with seconds and how many are dead at 1. */
public final class BornDeadComparison {
    /** The compiler of the JVM needs some runs first. */
    private static final int WARM = 3;

    private BornDeadComparison() {}

    /** One answer for each line. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            var net = new BornDeadSample(Integer.parseInt(words[0]), Integer.parseInt(words[1]), 0);
            long nets = Long.parseLong(words[2]);
            long key = Long.parseLong(words[3]);
            for (int k = 0; k < (key == 0 ? WARM : 0); k++) {
                net.sample(nets, key);
            }
            long start = System.nanoTime();
            BornDeadSample.Count count = net.sample(nets, key);
            System.out.printf(Locale.ROOT, "%.4f %d%n", 1e-9 * (System.nanoTime() - start), count.atOne());
        }
    }
}
