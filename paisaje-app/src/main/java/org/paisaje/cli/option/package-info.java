/** Groups of options that several verbs take, and how their values are read. */
@NullMarked
package org.paisaje.cli.option;

import org.jspecify.annotations.NullMarked;
