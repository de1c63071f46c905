/** What has a name: one registry for each kind, which parsing, help, messages and tests read. */
@NullMarked
package org.paisaje.registry;

import org.jspecify.annotations.NullMarked;
