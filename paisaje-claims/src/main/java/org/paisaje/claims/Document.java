package org.paisaje.claims;

import java.util.Arrays;
import java.util.List;

/** The documents whose statements are checked. */
public enum Document {
    /** The essay on why the optimality problem is solved. */
    OPTIMALITY(
            "000",
            "J. Lara, A. Ramos, A. Giraldo, J. Zamora",
            "¿Por qué la solución al problema de optimalidad funciona en las redes neuronales profundas?",
            "Universidad Nacional de Colombia, 2022"),
    /** Wide networks and the tangent kernel. */
    WIDE_NETWORKS("001", "V. Suesta Arribas", "Teoría en optimización de redes neuronales anchas",
            "undated, after 2022"),
    /** The slides of the essay. */
    SLIDES(
            "002",
            "J. Lara, A. Ramos, A. Giraldo, J. Zamora",
            "¿Por qué la solución al problema de optimalidad funciona?",
            "slides of 000, Universidad Nacional de Colombia, 2022"),
    /** One ReLU unit learning from another. */
    RELU_TEACHER(
            "003",
            "Z. Kong",
            "Convergence analysis of the dynamics of a special kind of two-layered neural networks with l1 and l2 regularization",
            "arXiv:1711.07005, 2017"),
    /** Networks as dynamical systems. */
    DYNAMICAL_SYSTEMS(
            "004", "S. Andreu", "Deep learning as dynamical systems",
            "master's thesis, Universidad Autónoma de Madrid, 2020");

    private final String number;
    private final String authors;
    private final String title;
    private final String published;

    Document(String number, String authors, String title, String published) {
        this.number = number;
        this.authors = authors;
        this.title = title;
        this.published = published;
    }

    /**
     * The document of a number.
     *
     * @throws IllegalArgumentException if there is none of that number
     */
    public static Document of(String number) {
        return Arrays.stream(values())
                .filter(d -> d.number.equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("document " + number + " does not exist; there are "
                                + String.join(", ", numbers())));
    }

    /** The numbers of all documents in order. */
    public static List<String> numbers() {
        return Arrays.stream(values()).map(d -> d.number).toList();
    }

    /** The number, {@code 000} to {@code 004}. */
    public String number() {
        return number;
    }

    /** Authors, title, place and year in one line. */
    public String citation() {
        return authors + ": " + title + " (" + published + ")";
    }
}
