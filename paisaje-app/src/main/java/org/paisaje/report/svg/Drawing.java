package org.paisaje.report.svg;

/**
 * A finished drawing.
 *
 * @param svg the element, styled by classes only
 * @param width in pixels
 * @param height in pixels
 */
public record Drawing(String svg, double width, double height) {
    /** The drawing as a file of its own on a white ground, with its style inside. */
    public String standalone() {
        int end = svg.indexOf('>');
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.substring(0, end + 1) + "<style>"
                + Style.file() + "</style><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
                + svg.substring(end + 1).replaceAll(" data-(surface|at|cell|half)=\"[^\"]*\"", "");
    }
}
