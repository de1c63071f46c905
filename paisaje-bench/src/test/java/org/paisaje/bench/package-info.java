/** Tests of the suites that are run by hand, on the fast part of them. */
@org.jspecify.annotations.NullMarked
package org.paisaje.bench;
