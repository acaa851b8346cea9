-- Healthy while it can run and nothing speaks against its copies; what nobody can say yet does not.
local status = obj.status
if status == nil or status.conditions == nil or (status.observedGeneration or 0) < obj.metadata.generation then
  return { status = "Progressing", message = "The operator has not looked at it yet." }
end
local found = {}
for _, condition in ipairs(status.conditions) do
  found[condition.type] = condition
end
local ready = found["Ready"]
if ready == nil or ready.status == "Unknown" then
  return { status = "Progressing", message = ready and ready.message or "" }
end
if ready.status == "False" then
  return { status = "Degraded", message = ready.message }
end
-- A run that somebody stopped is no fault, and no run at all is none of a new policy.
local harmless = { RunCancelled = true, NoGoodRun = true }
for _, kind in ipairs({ "Intact", "RPOMet", "LastRunSucceeded", "Verified" }) do
  local condition = found[kind]
  if condition ~= nil and condition.status == "False" and not harmless[condition.reason] then
    return { status = "Degraded", message = kind .. ": " .. condition.message }
  end
end
if obj.spec.suspend then
  return { status = "Suspended", message = ready.message }
end
return { status = "Healthy", message = ready.message }
