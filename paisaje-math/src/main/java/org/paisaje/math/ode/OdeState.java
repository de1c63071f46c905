package org.paisaje.math.ode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an integration stands between two steps: time, y, the slope there if it is known, the length of the next step, what
 * control and method remember, and what was spent. All that later steps depend on is here: {@link #arrays} saves it, and
 * an integration that goes on from a restored state gives the same bits as one that was not interrupted.
 */
public final class OdeState {
    private static final List<String> COMMON = List.of("time", "step size", "last error", "refused before",
            "start of equal steps", "equal steps", "accepted steps", "rejected steps", "evaluations", "products",
            "jacobians", "factorisations");
    private static final int TIME = 0;
    private static final int STEP = 1;
    private static final int ERROR = 2;
    private static final int REFUSED = 3;
    private static final int BEGUN = 4;
    private static final int EQUAL = 5;
    private static final int STEPS = 6;
    private static final int REJECTED = 7;
    private static final int EVALUATIONS = 8;
    private static final int PRODUCTS = 9;
    private static final int JACOBIANS = 10;
    private static final int FACTORISATIONS = 11;

    private final List<String> names;
    private final double[] numbers;
    private final Map<String, double[]> vectors = new LinkedHashMap<>();
    private double[] y;
    private double[] slope;
    private boolean slopeKnown;

    private OdeState(double t, double[] y, List<String> names) {
        this.y = y;
        this.slope = new double[y.length];
        this.names = names;
        this.numbers = new double[names.size()];
        numbers[TIME] = t;
        numbers[BEGUN] = t;
        numbers[ERROR] = Controller.FIRST_ERROR;
    }

    /** A state at (t, y) for a method that remembers those numbers, all 0 at the start. Takes over y. */
    public static OdeState at(double t, double[] y, String... numbers) {
        List<String> names = new ArrayList<>(COMMON);
        names.addAll(Arrays.asList(numbers));
        return new OdeState(t, y, List.copyOf(names));
    }

    /** With room for a vector that the method remembers, zero at the start. */
    public OdeState with(String vector, int length) {
        vectors.put(vector, new double[length]);
        return this;
    }

    /** The time reached. */
    public double t() {
        return numbers[TIME];
    }

    /** The state at that time; live. */
    public double[] y() {
        return y;
    }

    /** The array for f(t, y); live, and only meaningful if {@link #slopeKnown()}. */
    public double[] slope() {
        return slope;
    }

    /** Whether {@link #slope()} holds f(t, y). */
    public boolean slopeKnown() {
        return slopeKnown;
    }

    /** Says whether {@link #slope()} holds f(t, y). */
    public void slopeKnown(boolean known) {
        slopeKnown = known;
    }

    /** The length of the next step; 0 before the first. */
    public double step() {
        return numbers[STEP];
    }

    /** Sets the length of the next step. */
    public void step(double length) {
        numbers[STEP] = length;
    }

    /** The names of {@link #numbers()}: first those of every integration, then those of the method. */
    public List<String> names() {
        return names;
    }

    /** All numbers, live. */
    public double[] numbers() {
        return numbers;
    }

    /** The place of a number among {@link #numbers()}. */
    public int index(String name) {
        int i = names.indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("OdeState: there is no \"" + name + "\", only " + names
                    + "; the state comes from another method");
        }
        return i;
    }

    /** What the method remembers as vectors, by name; live. */
    public Map<String, double[]> vectors() {
        return vectors;
    }

    /** The live vector of that name. */
    public double[] vector(String name) {
        double[] found = vectors.get(name);
        if (found == null) {
            throw new IllegalArgumentException("OdeState: there is no \"" + name + "\", only " + vectors.keySet()
                    + "; the state comes from another method");
        }
        return found;
    }

    /** What was spent so far. */
    public Statistics statistics() {
        return new Statistics((long) numbers[STEPS], (long) numbers[REJECTED], (long) numbers[EVALUATIONS],
                (long) numbers[PRODUCTS], (long) numbers[JACOBIANS], (long) numbers[FACTORISATIONS]);
    }

    /** Counts an evaluation of the field. */
    public void countEvaluation() {
        numbers[EVALUATIONS]++;
    }

    /** Counts products with the Jacobian. */
    public void countProducts(long count) {
        numbers[PRODUCTS] += count;
    }

    /** Counts a Jacobian written out. */
    public void countJacobian() {
        numbers[JACOBIANS]++;
    }

    /** Counts a factorisation. */
    public void countFactorisation() {
        numbers[FACTORISATIONS]++;
    }

    /** Everything by name, copied: {@code y}, {@code slope} (empty if not known), {@code numbers}, and the method's vectors. */
    public Map<String, double[]> arrays() {
        Map<String, double[]> result = new LinkedHashMap<>();
        result.put("y", y.clone());
        result.put("slope", slopeKnown ? slope.clone() : new double[0]);
        result.put("numbers", numbers.clone());
        vectors.forEach((name, vector) -> result.put(name, vector.clone()));
        return result;
    }

    /** Overwrites this state with arrays that {@link #arrays()} gave for the same method and dimension. */
    public void restore(Map<String, double[]> arrays) {
        Map<String, double[]> own = arrays();
        if (!own.keySet().equals(arrays.keySet())) {
            throw new IllegalArgumentException("restore: the arrays are " + arrays.keySet() + ", this method keeps "
                    + own.keySet() + "; they come from another method");
        }
        double[] newSlope = arrays.getOrDefault("slope", slope);
        slopeKnown = newSlope.length > 0;
        if (slopeKnown) {
            fill("slope", newSlope, slope);
        }
        fill("y", arrays.getOrDefault("y", y), y);
        fill("numbers", arrays.getOrDefault("numbers", numbers), numbers);
        vectors.forEach((name, target) -> fill(name, arrays.getOrDefault(name, target), target));
    }

    private static void fill(String name, double[] source, double[] target) {
        if (source.length != target.length) {
            throw new IllegalArgumentException("restore: " + name + " has " + source.length + " entries, needs "
                    + target.length + "; it comes from a problem of another size or another method");
        }
        System.arraycopy(source, 0, target, 0, target.length);
    }

    double lastError() {
        return numbers[ERROR];
    }

    void lastError(double error) {
        numbers[ERROR] = error;
    }

    /** Whether the attempt before was refused. */
    public boolean refusedBefore() {
        return numbers[REFUSED] != 0;
    }

    void refusedBefore(boolean refused) {
        numbers[REFUSED] = refused ? 1 : 0;
    }

    /** The end of the next of equal steps of the signed length h, counted from where they began. */
    double nextEqual(double h) {
        return numbers[BEGUN] + (numbers[EQUAL] + 1) * h;
    }

    void countEqual() {
        numbers[EQUAL]++;
    }

    void beginEqual() {
        numbers[BEGUN] = numbers[TIME];
        numbers[EQUAL] = 0;
    }

    double rejected() {
        return numbers[REJECTED];
    }

    void countRejected() {
        numbers[REJECTED]++;
    }

    void move(double t, double[] newY, double[] newSlope, boolean known) {
        numbers[TIME] = t;
        numbers[STEPS]++;
        y = newY;
        slope = newSlope;
        slopeKnown = known;
    }

    /** Goes to a point within the step found last, which counts as made. */
    void jump(double t, double[] newY) {
        move(t, newY, slope, false);
        beginEqual();
    }

    /** Whether all entries are finite. */
    public static boolean finite(double[] x) {
        for (double value : x) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
