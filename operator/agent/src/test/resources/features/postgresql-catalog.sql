-- Each query describes one kind of object without object ids; its rows are compared as text.
SELECT n.nspname, c.relname, c.relkind, c.relpersistence, c.relispartition, pg_get_expr(c.relpartbound, c.oid), c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relacl, pg_get_userbyid(c.relowner), c.relispopulated, pg_get_partkeydef(c.oid), obj_description(c.oid, 'pg_class'), (SELECT array_agg(i.inhparent::regclass::text ORDER BY 1) FROM pg_inherits i WHERE i.inhrelid = c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
SELECT a.attrelid::regclass, a.attname, row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, a.attcollation::regcollation, a.attstorage, a.attcompression, a.attacl, a.attislocal, a.attstattarget, col_description(a.attrelid, a.attnum) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
SELECT conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(oid), convalidated, obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^pg_|information_schema'
SELECT pg_get_indexdef(indexrelid), indisclustered, indisreplident, indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace::regnamespace::text !~ '^pg_|information_schema'
SELECT p.oid::regprocedure, p.prokind, CASE WHEN p.prokind = 'a' THEN '' ELSE pg_get_functiondef(p.oid) END, p.proacl, pg_get_userbyid(p.proowner) FROM pg_proc p WHERE p.pronamespace::regnamespace::text !~ '^pg_|information_schema'
SELECT aggfnoid, aggtransfn, aggtranstype::regtype, agginitval FROM pg_aggregate WHERE aggfnoid::text LIKE 'shop.%'
SELECT t.oid::regtype, t.typtype, t.typnotnull, t.typdefault, pg_get_userbyid(t.typowner), (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), (SELECT (r.rngsubtype::regtype, r.rngmultitypid::regtype) FROM pg_range r WHERE r.rngtypid = t.oid) FROM pg_type t WHERE t.typnamespace::regnamespace::text !~ '^pg_|information_schema'
SELECT tgrelid::regclass, pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE NOT tgisinternal
SELECT ev_class::regclass, pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class::regclass::text LIKE 'shop.%'
SELECT polrelid::regclass, polname, polcmd, polpermissive, (SELECT array_agg(pg_get_userbyid(r)) FROM unnest(polroles) r), pg_get_expr(polqual, polrelid) FROM pg_policy
SELECT evtname, evtevent, evttags, evtfoid::regproc, evtenabled FROM pg_event_trigger
SELECT pubname, pubinsert, pubupdate, pubdelete, pubviaroot FROM pg_publication
SELECT * FROM pg_publication_tables
SELECT p.pubname, n.nspname FROM pg_publication_namespace x JOIN pg_publication p ON p.oid = x.pnpubid JOIN pg_namespace n ON n.oid = x.pnnspid
SELECT extname, extnamespace::regnamespace, extversion FROM pg_extension
SELECT collname, collnamespace::regnamespace, collprovider, collisdeterministic, colliculocale FROM pg_collation WHERE collnamespace::regnamespace::text = 'shop'
SELECT castsource::regtype, casttarget::regtype, castcontext, castmethod FROM pg_cast WHERE castsource::regtype::text LIKE 'shop.%'
SELECT oprname, oprleft::regtype, oprright::regtype, oprcode FROM pg_operator WHERE oprnamespace::regnamespace::text = 'shop'
SELECT cfgname, cfgparser::regclass::text IS NULL, (SELECT count(*) FROM pg_ts_config_map m WHERE m.mapcfg = c.oid) FROM pg_ts_config c WHERE cfgnamespace::regnamespace::text = 'shop'
SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext
SELECT schemaname, sequencename, sequenceowner, data_type, start_value, min_value, max_value, increment_by, cycle, cache_size, last_value FROM pg_sequences
SELECT nspname, pg_get_userbyid(nspowner), nspacl, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
SELECT defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl FROM pg_default_acl
SELECT oid, pg_get_userbyid(lomowner), lomacl, md5(lo_get(oid)), obj_description(oid, 'pg_largeobject') FROM pg_largeobject_metadata
SELECT srvname, (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(srvoptions) x), pg_get_userbyid(srvowner) FROM pg_foreign_server
SELECT ftrelid::regclass, ftoptions FROM pg_foreign_table
SELECT usename, srvname FROM pg_user_mappings
SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider, daticulocale, pg_get_userbyid(datdba), (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(datacl) x), datconnlimit, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()
SELECT setrole::regrole, (SELECT array_agg(x::text ORDER BY x::text) FROM unnest(setconfig) x) FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil, rolpassword FROM pg_authid WHERE rolname !~ '^pg_'
SELECT roleid::regrole, member::regrole, admin_option FROM pg_auth_members
