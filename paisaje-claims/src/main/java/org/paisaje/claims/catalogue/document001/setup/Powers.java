package org.paisaje.claims.catalogue.document001.setup;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/**
 * What theory says of an exponent, and the line that tells it from its rivals. A prediction is a list of numbers, as
 * {@link Quantities} hold them: the exponent, the ends between which theory leaves it open, and the rivals. The line asks
 * that the interval holds the exponent and none of the rivals, see
 * {@link Comparison#told(String, Estimate, Estimate, String, double...)}.
 */
public final class Powers {
    private Powers() {}

    /** An exponent, and what it is to be told from. */
    public static double[] law(double exponent, double... rivals) {
        return list(exponent, exponent, exponent, rivals);
    }

    /** Two exponents between which theory leaves it open, and what they are to be told from. */
    public static double[] between(double low, double high, double... rivals) {
        return list((low + high) / 2, low, high, rivals);
    }

    private static double[] list(double exponent, double low, double high, double... rivals) {
        double[] law = Arrays.copyOf(new double[] {exponent, low, high}, 3 + rivals.length);
        System.arraycopy(rivals, 0, law, 3, rivals.length);
        return law;
    }

    /** The exponent of the quantity of that name, one among so many comparisons of its claim, against a law. */
    public static Comparison line(String what, double[] law, double[] sizes, List<Quantities> measured, String name,
            int comparisons) {
        return line(what, law, Exponents.of(sizes, measured, name, comparisons), measured.size(), comparisons);
    }

    /** An interval over so many replicates, one among so many comparisons, against a law. */
    public static Comparison line(String what, double[] law, Estimate interval, int replicates, int comparisons) {
        return Comparison.told(
                what, new Estimate(law[0], law[1], law[2]), interval,
                "Student's interval over " + replicates + " initialisations at " + Level.words(comparisons),
                Arrays.copyOfRange(law, 3, law.length));
    }
}
