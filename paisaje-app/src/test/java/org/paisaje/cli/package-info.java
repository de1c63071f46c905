/** Tests of the command line. */
@NullMarked
package org.paisaje.cli;

import org.jspecify.annotations.NullMarked;
