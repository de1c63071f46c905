/** What is measured of data and run before causes are read from it. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.signal;
